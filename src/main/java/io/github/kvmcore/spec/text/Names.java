package io.github.kvmcore.spec.text;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names that end up in host names, file names and libvirt's objects. */
public final class Names {
  private static final int LONGEST_CLUSTER = 40;
  private static final int LONGEST_PREFIX = 100;
  private static final int LONGEST_NETWORK = 100;
  private static final int LONGEST_BRIDGE = 15;

  /** A host name of one label, by RFC 1123; one that begins with a digit could be an address. */
  private static final Pattern MACHINE = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  private Names() {}

  /** A cluster's name, such that the name, a hyphen and a number are a host name. */
  public static String cluster(String text) {
    boolean right =
        text.length() <= LONGEST_CLUSTER
            && isOf(text, "-")
            && text.equals(text.toLowerCase(Locale.ROOT))
            && Character.isLetter(text.charAt(0))
            && !text.endsWith("-");
    if (!right) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is not a cluster's name: lower-case letters, digits and hyphens, beginning with a"
              + " letter, not ending with a hyphen, at most "
              + LONGEST_CLUSTER
              + " characters");
    }
    return text;
  }

  /**
   * A machine's name: its host name, that of its domain, and a part of its files' names.
   *
   * <p>{@code a-console} is none, as libvirt's log of it would be the console's log of {@code a}.
   */
  public static String machine(String text) {
    if (!MACHINE.matcher(text).matches()) {
      String hint = "";
      if (text.matches("[0-9.]+")) {
        hint =
            "; an address is written behind the name: node01 ansible_host="
                + MessageText.plain(text);
      } else if (text.indexOf('.') > 0) {
        String first = text.substring(0, text.indexOf('.'));
        hint = "; a machine's name has no domain behind it: write " + MessageText.plain(first);
      }
      throw new BadValueException(
          MessageText.quote(text)
              + " is not a machine's name: lower-case letters, digits and hyphens, beginning with a"
              + " letter, not ending with a hyphen, at most 63 characters"
              + hint);
    }
    if (text.equals("localhost") || text.endsWith("-console")) {
      throw new BadValueException(
          MessageText.quote(text) + " can't be a machine's name: it means something else already");
    }
    return text;
  }

  /** The beginning of a file name. */
  public static String filePrefix(String text) {
    return word(text, "a beginning for file names", LONGEST_PREFIX);
  }

  /** A profile's name, which is also that of its folder of templates. */
  public static String profile(String text) {
    return word(text, "a profile's name", LONGEST_CLUSTER);
  }

  /** A network interface's name, as Linux takes it. */
  public static String bridge(String text) {
    return word(text, "a bridge's name", LONGEST_BRIDGE);
  }

  /** A libvirt network's name: nearly everything is allowed there. */
  public static String network(String text) {
    if (text.indexOf('/') >= 0 || text.startsWith("-") || text.length() > LONGEST_NETWORK) {
      throw new BadValueException(MessageText.quote(text) + " is not a libvirt network's name");
    }
    return text;
  }

  private static String word(String text, String what, int longest) {
    boolean right =
        text.length() <= longest && isOf(text, "._-") && "._-".indexOf(text.charAt(0)) < 0;
    if (!right) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is not "
              + what
              + ": letters, digits, '.', '_' and '-', beginning with a letter or digit, at most "
              + longest
              + " characters");
    }
    return text;
  }

  /** Whether the text has only ASCII letters, digits and those others. */
  private static boolean isOf(String text, String others) {
    return text.chars()
        .allMatch(
            next -> (next < 128 && Character.isLetterOrDigit(next)) || others.indexOf(next) >= 0);
  }
}
