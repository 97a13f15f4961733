package io.github.kvmcore.spec.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Sizes of memory and disks: {@code 512MiB}, {@code 512M}, {@code 1.5GiB}, {@code 2048MB}. */
public final class Sizes {
  private static final long MIB = 1L << 20;
  private static final long TIB = 1L << 40;
  private static final long SECTOR = 512;
  private static final int LONGEST = 18;

  private Sizes() {}

  /** A machine's memory, in KiB, rounded up; a bare number is KiB. */
  public static long memoryKiB(String text) {
    boolean bare = isBare(text);
    String shown = bare ? text + " KiB" : text;
    long bytes = bytes(bare ? text + "KiB" : text, text);
    if (bytes < 64 * MIB) {
      String hint = bare ? "; a bare number is KiB, write " + text + "GiB or " + text + "MiB" : "";
      throw new BadValueException(shown + " is too small for a machine (at least 64MiB)" + hint);
    }
    if (bytes > 16 * TIB) {
      throw new BadValueException(shown + " is too large for a machine (at most 16TiB)");
    }
    return (bytes + 1023) / 1024;
  }

  /** A disk's size in bytes, rounded up to whole sectors of 512; needs a unit. */
  public static long diskBytes(String text) {
    if (isBare(text)) {
      throw new BadValueException(
          MessageText.quote(text) + " has no unit; write " + text + "GiB or " + text + "MiB");
    }
    long bytes = bytes(text, text);
    if (bytes < 64 * MIB) {
      throw new BadValueException(text + " is too small for a disk (at least 64MiB)");
    }
    if (bytes > 64 * TIB) {
      throw new BadValueException(text + " is too large for a disk (at most 64TiB)");
    }
    return (bytes + SECTOR - 1) / SECTOR * SECTOR;
  }

  /** The size of a page of memory in bytes; needs a unit. */
  public static long pageBytes(String text) {
    if (isBare(text)) {
      throw new BadValueException(MessageText.quote(text) + " has no unit; write " + text + "MiB");
    }
    return bytes(text, text);
  }

  private static boolean isBare(String text) {
    return isNumber(text);
  }

  private static long bytes(String text, String written) {
    int end = 0;
    while (end < text.length()
        && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    String number = text.substring(0, end);
    long unit = unit(text.substring(end).strip().toLowerCase(Locale.ROOT));
    if (unit == 0 || !isNumber(number)) {
      throw new BadValueException(
          MessageText.quote(written) + " is not a size; write for example 2GiB or 512MiB");
    }
    BigDecimal bytes = new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
    return bytes
        .setScale(0, RoundingMode.UP)
        .min(BigDecimal.valueOf(Long.MAX_VALUE / 2))
        .longValue();
  }

  /** Digits, with at most one point between them. */
  private static boolean isNumber(String text) {
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "0" : text.substring(point + 1);
    return text.length() <= LONGEST && Quantities.isDigits(whole) && Quantities.isDigits(fraction);
  }

  /** The bytes of a unit in lower case; 0 where there is no such unit. */
  private static long unit(String unit) {
    return switch (unit) {
      case "k", "kib" -> 1L << 10;
      case "m", "mib" -> MIB;
      case "g", "gib" -> 1L << 30;
      case "t", "tib" -> TIB;
      case "kb" -> 1_000L;
      case "mb" -> 1_000_000L;
      case "gb" -> 1_000_000_000L;
      case "tb" -> 1_000_000_000_000L;
      default -> 0;
    };
  }
}
