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
      category = OptionGroup.IMAGE,
      description = "flatcar|fcos|coreos|FILE: operating system, or an image file as with --image")
  @Nullable String os;

  @Parameter(
      names = "--channel",
      order = 52,
      category = OptionGroup.IMAGE,
      description =
          "NAME: release channel: stable, beta, alpha, lts or lts-2024; for fcos stable, testing or next")
  @Nullable String channel;

  @Parameter(
      names = "--release",
      order = 55,
      category = OptionGroup.IMAGE,
      description = "VERSION: use this release instead of the newest of the channel")
  @Nullable String release;

  @Parameter(
      names = "--arch",
      order = 57,
      category = OptionGroup.IMAGE,
      description = "x86_64|aarch64: architecture of the image (default: this host's)")
  @Nullable String architecture;

  @Parameter(
      names = "--no-verify",
      order = 59,
      category = OptionGroup.IMAGE,
      description = "do not verify the signature of the image")
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
