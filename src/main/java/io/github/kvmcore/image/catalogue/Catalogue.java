package io.github.kvmcore.image.catalogue;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.CatalogueSettings;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Asks the publishers. Every question throws {@link java.io.UncheckedIOException} where one can't
 * be reached, and {@link KvmcoreException} where it has no such thing or says what can't be so.
 */
public final class Catalogue {
  private static final Pattern VERSION =
      Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){1,4}([+-][0-9A-Za-z.-]{1,40})?");

  private final Downloader downloads;
  private final CatalogueSettings settings;

  public Catalogue(Downloader downloads, CatalogueSettings settings) {
    this.downloads = downloads;
    this.settings = settings;
  }

  /** The channels that a publisher always has, the usual one first. */
  public static List<String> channels(Os os) {
    return switch (os) {
      case FLATCAR -> List.of("stable", "beta", "alpha", "lts");
      case FCOS -> List.of("stable", "testing", "next");
      case COREOS -> List.of("stable", "beta", "alpha");
      default -> List.of();
    };
  }

  /** The release that a channel has now. */
  public Published newest(Os os, String channel, String architecture) {
    return os == Os.FCOS
        ? streams().newest(channel, architecture)
        : channels(os, channel, architecture).newest();
  }

  /** A release of the user's choice; of Flatcar and CoreOS nobody is asked. */
  public Published release(Os os, String channel, String version, String architecture) {
    return os == Os.FCOS
        ? streams().release(channel, version, architecture)
        : channels(os, channel, architecture).release(version);
  }

  private FedoraStreams streams() {
    return new FedoraStreams(downloads, settings.fcos().url());
  }

  private ReleaseChannel channels(Os os, String channel, String architecture) {
    return new ReleaseChannel(downloads, settings.publisher(os).url(), os, channel, architecture);
  }

  /** A version as a publisher writes it; it becomes a part of URLs and of files' names. */
  static String version(String text, Object where) {
    if (!VERSION.matcher(text).matches()) {
      throw KvmcoreException.failed(where + " names no version\n" + next());
    }
    return text;
  }

  static String next() {
    return "look at it with a browser; --release VERSION asks for a release by its number, and"
        + " --image FILE|URL names an image";
  }
}
