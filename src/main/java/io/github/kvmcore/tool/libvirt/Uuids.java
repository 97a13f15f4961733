package io.github.kvmcore.tool.libvirt;

import java.util.UUID;
import java.util.regex.Pattern;

/** UUIDs as libvirt writes them. Java's own reader takes shorter numbers, too. */
final class Uuids {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Uuids() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException where the text is another
   */
  static UUID parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("no UUID: " + text);
    }
    return UUID.fromString(text);
  }
}
