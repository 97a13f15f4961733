package io.github.kvmcore.cli.options;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import org.jspecify.annotations.Nullable;

/** Options that choose an image of the catalogue, and say whether its signature is checked. */
@Parameters(separators = "=")
public final class CatalogueOptions {
  @Parameter(
      names = "--os",
      order = 50,
      description = "flatcar|fcos|coreos|FILE: the system, or an image as in --image")
  @Nullable String os;

  @Parameter(
      names = "--channel",
      order = 52,
      description = "NAME: stable, beta, alpha, lts, lts-2024; of fcos stable, testing, next")
  @Nullable String channel;

  @Parameter(
      names = "--release",
      order = 55,
      description = "VERSION: this one and not the channel's newest")
  @Nullable String release;

  @Parameter(
      names = "--arch",
      order = 57,
      description = "x86_64|aarch64: the image's architecture (this host's)")
  @Nullable String architecture;

  @Parameter(
      names = "--no-verify",
      order = 59,
      description = "take an image of the catalogue without looking at its signature")
  boolean noVerify;

  /** The system or image, where it was given. */
  public @Nullable String os() {
    return os;
  }

  /** The channel, where it was given. */
  public @Nullable String channel() {
    return channel;
  }

  /** Takes those that were given. */
  public void addTo(Flags flags) {
    flags
        .add("--os", "vm_os", os)
        .add("--channel", "vm_channel", channel)
        .add("--release", "vm_release", release)
        .add("--arch", "vm_arch", architecture)
        .add("--no-verify", "verify_images", noVerify ? "no" : null);
  }
}
