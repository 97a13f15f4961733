package io.github.kvmcore.spec.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key in OpenSSH's one-line format (sshd(8), RFC 4253 section 6.6). Messages never show
 * what a line holds: it may be part of a private key.
 */
public final class PublicKey {
  /** Options as sshd(8) describes them, in which quotes may hold blanks. */
  private static final Pattern BEFORE_TYPE =
      Pattern.compile("(?:[^\\s\"]|\"(?:[^\"\\\\]|\\\\.)*+\")++[ \t]+(\\S+)");

  private PublicKey() {}

  /**
   * The line with single blanks between type, key and comment.
   *
   * @throws BadValueException where it is no such key
   */
  public static String check(String line) {
    if (line.codePoints().anyMatch(PublicKey::isStrange)) {
      throw new BadValueException("it holds a control character");
    }
    String[] parts = line.strip().split("[ \t]+", 3);
    int fields = fields(parts[0]);
    if (fields == 0) {
      throw new BadValueException(otherType(line.strip(), parts[0]));
    }
    if (parts.length < 2) {
      throw new BadValueException("the key is missing after " + parts[0]);
    }
    checkBlob(parts[0], fields, decode(parts[1]));
    return String.join(" ", parts);
  }

  /** Why a line that begins with a word that is no type is not taken. */
  private static String otherType(String line, String word) {
    if (word.equals("ssh-dss")) {
      return "OpenSSH takes no DSA keys since version 7; make another: ssh-keygen -t ed25519";
    }
    if (word.endsWith("-cert-v01@openssh.com")) {
      return "it is a certificate; give the public key that was signed";
    }
    Matcher later = BEFORE_TYPE.matcher(line);
    return later.lookingAt() && fields(later.group(1)) > 0
        ? "options, or whatever else stands before " + later.group(1) + ", are not taken"
        : "it must begin with ssh-ed25519, ssh-rsa, ecdsa-sha2-… or sk-…@openssh.com";
  }

  /** The command that converts a file in another format than OpenSSH's, by its first line. */
  public static Optional<Conversion> conversion(String text) {
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    return switch (first) {
      case "---- BEGIN SSH2 PUBLIC KEY ----" -> Optional.of(new Conversion("RFC 4716", "RFC4716"));
      case "-----BEGIN RSA PUBLIC KEY-----" -> Optional.of(new Conversion("PEM", "PEM"));
      case "-----BEGIN PUBLIC KEY-----" -> Optional.of(new Conversion("PKCS #8", "PKCS8"));
      default -> Optional.empty();
    };
  }

  /** A format of public keys, and ssh-keygen's word for it. */
  public record Conversion(String format, String option) {}

  /** Whether a line can't be meant as a key: it does not begin with the name of a type. */
  public static boolean hasNoType(String line) {
    return fields(line.split("[ \t]+", 2)[0]) == 0;
  }

  /** What separates two different keys: all but the comment. */
  public static String identity(String checked) {
    int end = checked.indexOf(' ', checked.indexOf(' ') + 1);
    return end < 0 ? checked : checked.substring(0, end);
  }

  private static boolean isStrange(int point) {
    return (point != '\t' && MessageText.isControl(point))
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
