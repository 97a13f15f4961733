package io.github.kvmcore.settings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A public key in OpenSSH's one-line format (sshd(8), RFC 4253 section 6.6). Messages never show
 * what a line holds: it may be part of a private key.
 */
final class PublicKey {
  private PublicKey() {}

  /**
   * The line with single blanks between type, key and comment.
   *
   * @throws BadValueException where it is no such key
   */
  static String check(String line) {
    if (line.codePoints().anyMatch(PublicKey::isStrange)) {
      throw new BadValueException("it holds a control character");
    }
    String[] parts = line.strip().split("[ \t]+", 3);
    int fields = fields(parts[0]);
    if (fields == 0) {
      throw new BadValueException(
          "it must begin with ssh-ed25519, ssh-rsa, ecdsa-sha2-… or sk-…@openssh.com");
    }
    if (parts.length < 2) {
      throw new BadValueException("the key is missing after " + parts[0]);
    }
    checkBlob(parts[0], fields, decode(parts[1]));
    return String.join(" ", parts);
  }

  /** Whether a line can't be meant as a key: it does not begin with the name of a type. */
  static boolean hasNoType(String line) {
    return fields(line.split("[ \t]+", 2)[0]) == 0;
  }

  /** What separates two different keys: all but the comment. */
  static String identity(String checked) {
    int end = checked.indexOf(' ', checked.indexOf(' ') + 1);
    return end < 0 ? checked : checked.substring(0, end);
  }

  private static boolean isStrange(int point) {
    return (point != '\t' && Shown.isControl(point))
        || Character.getType(point) == Character.SURROGATE;
  }

  /** How many fields follow the type's name in the key; 0: not a type that is taken. */
  private static int fields(String type) {
    return switch (type) {
      case "ssh-ed25519" -> 1;
      case "ssh-rsa", "sk-ssh-ed25519@openssh.com" -> 2;
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" -> 2;
      case "sk-ecdsa-sha2-nistp256@openssh.com" -> 3;
      default -> 0;
    };
  }

  private static byte[] decode(String base64) {
    try {
      if (base64.length() % 4 == 0) {
        return Base64.getDecoder().decode(base64);
      }
    } catch (IllegalArgumentException e) {
      // Told below, without what it holds.
    }
    throw new BadValueException("the key is not whole base64; was it cut off?");
  }

  private static void checkBlob(String type, int fields, byte[] blob) {
    ByteBuffer rest = ByteBuffer.wrap(blob);
    String inner = new String(field(rest), StandardCharsets.ISO_8859_1);
    if (!inner.equals(type)) {
      throw new BadValueException("the key is of another type than " + type);
    }
    for (int count = 0; count < fields; count++) {
      if (field(rest).length == 0) {
        throw new BadValueException("the key is not whole; was it cut off?");
      }
    }
    if (rest.hasRemaining()) {
      throw new BadValueException("the key has more parts than " + type + " has");
    }
  }

  /** The next field: its length in four bytes, then itself. */
  private static byte[] field(ByteBuffer rest) {
    int length = rest.remaining() < 4 ? -1 : rest.getInt();
    if (length < 0 || length > rest.remaining()) {
      throw new BadValueException("the key is not whole; was it cut off?");
    }
    byte[] field = new byte[length];
    rest.get(field);
    return field;
  }
}
