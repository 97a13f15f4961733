package io.github.kvmcore.model.image;

/**
 * Which release of which system an image is. What is not known is empty.
 *
 * @param channel Flatcar's and CoreOS's channel, or Fedora CoreOS's stream: {@code stable}
 * @param version as its publisher writes it: {@code 4152.2.3}, {@code 41.20250117.3.0}
 * @param architecture as in libvirt's domain XML: {@code x86_64}, {@code aarch64}
 */
public record OsRelease(Os os, String channel, String version, String architecture) {
  /** Flatcar's kernel has CONFIG_VIRTIO_FS from this major version on. */
  private static final int FIRST_WITH_VIRTIOFS = 4459;

  /** Of an image of which nothing is known, and of machines of older versions of kvmcore. */
  public static final OsRelease UNKNOWN = new OsRelease(Os.OTHER, "", "", "");

  /** Whether its kernel can't mount what libvirt shares by virtiofs. */
  public boolean lacksVirtiofs() {
    return os == Os.FLATCAR
        && version.matches("[0-9]{1,6}\\..*")
        && Integer.parseInt(version.substring(0, version.indexOf('.'))) < FIRST_WITH_VIRTIOFS;
  }
}
