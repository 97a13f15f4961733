package io.github.kvmcore.spec;

import io.github.kvmcore.model.image.Os;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which image is wanted, where it is published, and who may have signed it.
 *
 * @param os what is wanted from the catalogue; of an image that is named by itself what it is to be
 *     taken for, and OTHER where the user does not say
 * @param channel Flatcar's and CoreOS's channel, or Fedora CoreOS's stream
 * @param release the version; null: the newest of the channel
 * @param architecture as in libvirt's domain XML: {@code x86_64}, {@code aarch64}
 * @param verify whether an image that nothing vouches for is refused
 * @param keys files of the publishers' keys, which are used in place of fetched ones
 * @param fingerprints primary fingerprints that may sign besides those that kvmcore knows: 40 or 64
 *     hexadecimal digits in upper case
 */
public record CatalogueSettings(
    Os os,
    String channel,
    @Nullable String release,
    String architecture,
    Publisher flatcar,
    Publisher fcos,
    Publisher coreos,
    boolean verify,
    List<Path> keys,
    List<String> fingerprints) {
  public CatalogueSettings {
    keys = List.copyOf(keys);
    fingerprints = List.copyOf(fingerprints);
  }

  /**
   * Where a system is published.
   *
   * @param url the base; of Flatcar and CoreOS with {@code {channel}} where the channel stands; of
   *     Fedora CoreOS where {@code stable.json} and its like are
   * @param keyUrl its signing keys
   */
  public record Publisher(String url, String keyUrl) {}

  /**
   * Who publishes a system.
   *
   * @throws IllegalArgumentException where nobody does: a bug
   */
  public Publisher publisher(Os system) {
    return switch (system) {
      case FLATCAR -> flatcar;
      case FCOS -> fcos;
      case COREOS -> coreos;
      default -> throw new IllegalArgumentException("nobody publishes " + system);
    };
  }
}
