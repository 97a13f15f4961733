package io.github.kvmcore.image.catalogue;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.image.Urls;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A channel of Flatcar, or of the CoreOS that it continues: {@code
 * <base>/<board>/{current|VERSION}/FILE}. What {@code current} is says {@code version.txt} there.
 * Long-term releases of earlier years are in the channel {@code lts} as {@code current-YEAR}.
 */
final class ReleaseChannel {
  private static final String PLACEHOLDER = "{channel}";
  private static final String LTS_OF = "lts-";

  private final Downloader downloads;
  private final String base;
  private final Os os;
  private final String channel;
  private final String architecture;

  /**
   * @param base with {@code {channel}} where the channel stands
   */
  ReleaseChannel(Downloader downloads, String base, Os os, String channel, String architecture) {
    this.downloads = downloads;
    this.base = base;
    this.os = os;
    this.channel = channel;
    this.architecture = architecture;
  }

  Published newest() {
    String current = isOfYear() ? "current-" + channel.substring(LTS_OF.length()) : "current";
    URI url = URI.create(folder(current) + "/version.txt");
    String text =
        downloads
            .text(url)
            .orElseThrow(
                () ->
                    KvmcoreException.failed(
                        "the publisher has no "
                            + os
                            + " of channel "
                            + channel
                            + " for "
                            + architecture
                            + ": there is no "
                            + Urls.shown(url)
                            + "\nchoose another channel or architecture; a mirror's address is the"
                            + " setting "
                            + os
                            + "_url"));
    value(text, "BOARD")
        .filter(found -> !found.equals(board()))
        .ifPresent(
            found -> {
              throw KvmcoreException.failed(
                  Urls.shown(url) + " is of another architecture: " + found + ", not " + board());
            });
    String version =
        value(text, "VERSION")
            .orElseThrow(
                () ->
                    KvmcoreException.failed(
                        Urls.shown(url) + " names no " + key("VERSION") + "\n" + Catalogue.next()));
    return release(Catalogue.version(version, Urls.shown(url)));
  }

  Published release(String version) {
    String uefi = architecture.equals("aarch64") ? "uefi_" : "";
    String file = os + "_production_qemu_" + uefi + "image.img";
    URI plain = URI.create(folder(version) + "/" + file);
    // Flatcar's plain file is a compressed qcow2 already; old releases and CoreOS have none.
    URI image = os == Os.FLATCAR && downloads.exists(plain) ? plain : Urls.beside(plain, ".bz2");
    return new Published(
        new OsRelease(os, channel, version, architecture),
        image,
        null,
        null,
        Urls.beside(image, ".sig"));
  }

  private boolean isOfYear() {
    return channel.startsWith(LTS_OF);
  }

  private String folder(String release) {
    String host = isOfYear() ? "lts" : channel;
    return base.replace(PLACEHOLDER, host) + "/" + board() + "/" + release;
  }

  private String board() {
    return (architecture.equals("aarch64") ? "arm64" : "amd64") + "-usr";
  }

  private String key(String name) {
    return os.toString().toUpperCase(Locale.ROOT) + "_" + name;
  }

  /** A variable of shell syntax, which is not run. */
  private Optional<String> value(String text, String name) {
    String start = key(name) + "=";
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).replaceAll("^[\"']|[\"']$", ""))
        .findFirst();
  }
}
