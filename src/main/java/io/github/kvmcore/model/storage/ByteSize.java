package io.github.kvmcore.model.storage;

/** Sizes for people to read, in powers of 1024. */
public final class ByteSize {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private ByteSize() {}

  /** As {@code 2.0 GiB}; below 1024 as {@code 512 B}. */
  public static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes / 1024.0;
    int unit = 0;
    // What would be rounded to 1024.0 is shown as 1.0 of the next unit.
    while (value >= 1023.95 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    // Not by String.format, which reads the world's ways to write numbers first, in 10 ms.
    long tenths = Math.round(value * 10);
    return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
  }

  /** The same for a number of KiB, as libvirt counts memory. */
  public static String ofKiB(long kibibytes) {
    return text(kibibytes * 1024);
  }
}
