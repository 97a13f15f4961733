package io.github.kvmcore.image;

import io.github.kvmcore.image.check.RefusedException;
import io.github.kvmcore.model.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of digests beside an image: Flatcar's {@code .DIGESTS}, whose headers name the algorithm,
 * and what {@code sha512sum}, {@code sha512sum --tag} and {@code openssl dgst} write. Several files
 * may be listed, and headers may come again.
 */
final class DigestsFile {
  private static final Pattern HEADER = Pattern.compile("#\\s*([A-Za-z0-9-]+)\\s+HASH");
  private static final Pattern PLAIN =
      Pattern.compile("(?<escape>\\\\?)(?<hex>[0-9A-Fa-f]+)(?:\\s+\\*?(?<name>\\S.*))?");
  private static final Pattern TAGGED =
      Pattern.compile(
          "(?<escape>\\\\?)(?<algorithm>[A-Za-z][A-Za-z0-9/-]*) ?\\((?<name>.+)\\) ?= ?"
              + "(?<hex>[0-9A-Fa-f]*)");
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{32}");
  private static final int FEWEST_DIGITS = 32;

  /** What a line's digits are where nothing says it. */
  private static final Map<Integer, String> BY_DIGITS =
      Map.of(32, "md5", 40, "sha1", 56, "sha224", 64, "sha256", 96, "sha384", 128, "sha512");

  private static final Set<String> WEAK = Set.of("md5", "sha1");
  private static final Set<String> STRONG = Set.of("sha256", "sha512");

  private final String name;
  private final String where;
  private final List<Digest> found = new ArrayList<>();
  private final List<Digest> nameless = new ArrayList<>();
  private String section = "";
  private String unknown = "";
  private int entries;

  private DigestsFile(String name, String where) {
    this.name = name;
    this.where = where;
  }

  /**
   * The strongest digest of a file: SHA-512, else SHA-256. MD5 and SHA-1 don't count.
   *
   * @param name the file's name without a folder
   * @param where the list, for messages
   * @throws RefusedException where there is a digest of the file that can't be read, or several
   */
  static Optional<Digest> find(String text, String name, String where) {
    if (text.stripLeading().startsWith("<")) {
      return Optional.empty(); // a web page in place of "not found"
    }
    DigestsFile file = new DigestsFile(name, where);
    if (text.indexOf('\0') >= 0 || text.indexOf('\ufffd') >= 0) {
      throw file.refused("it is not UTF-8 text");
    }
    int number = 0;
    for (String line : text.replaceFirst("^\ufeff", "").lines().map(String::strip).toList()) {
      file.read(line, ++number);
    }
    return file.strongest();
  }

  private void read(String line, int number) {
    Matcher header = HEADER.matcher(line);
    Matcher tagged = TAGGED.matcher(line);
    Matcher plain = PLAIN.matcher(line);
    if (header.matches()) {
      section = known(header.group(1));
    } else if (tagged.matches()) {
      add(tagged, known(tagged.group("algorithm")), number);
    } else if (plain.matches()
        && (!section.isEmpty() || plain.group("hex").length() >= FEWEST_DIGITS)) {
      int digits = plain.group("hex").length();
      add(plain, section.isEmpty() ? BY_DIGITS.getOrDefault(digits, "sha512") : section, number);
    } else if (line.contains(name) && HEX.matcher(line).find()) {
      throw refused("line " + number + " is of an unknown shape");
    }
  }

  private void add(Matcher line, String algorithm, int number) {
    entries++;
    String named = named(line.group("name"), !line.group("escape").isEmpty());
    if (!named.isEmpty() && !named.equals(name)) {
      return;
    }
    Optional<Digest> digest = Digest.parse(algorithm + ":" + line.group("hex"));
    if (digest.isPresent()) {
      (named.isEmpty() ? nameless : found).add(digest.get());
    } else if (STRONG.contains(algorithm)) {
      int digits = line.group("hex").length();
      throw refused("line " + number + " has " + digits + " digits of " + algorithm);
    } else if (!WEAK.contains(algorithm)) {
      unknown = algorithm;
    }
  }

  /** Without its folder; empty where a digest stands for what the list is beside. */
  private static String named(@Nullable String text, boolean escaped) {
    if (text == null || text.equals("-") || text.equals("stdin")) {
      return "";
    }
    String plain =
        escaped ? text.replace("\\\\", "\0").replace("\\n", "\n").replace('\0', '\\') : text;
    return plain.substring(plain.lastIndexOf('/') + 1);
  }

  /** {@code SHA-512}, {@code SHA2-512} and so on are one. */
  private static String known(String algorithm) {
    return algorithm.toLowerCase(Locale.ROOT).replaceFirst("^sha2?-(?=\\d{3}$)", "sha");
  }

  private Optional<Digest> strongest() {
    List<Digest> all = found.isEmpty() && entries == nameless.size() ? nameless : found;
    for (String algorithm : List.of("sha512", "sha256")) {
      List<Digest> same =
          all.stream().filter(it -> it.algorithm().equals(algorithm)).distinct().toList();
      if (same.size() > 1) {
        throw refused("it lists " + same.size() + " different ones");
      }
      if (!same.isEmpty()) {
        return Optional.of(same.get(0));
      }
    }
    if (!unknown.isEmpty()) {
      throw refused("it is a " + unknown + ", and kvmcore knows sha512 and sha256");
    }
    return Optional.empty();
  }

  private RefusedException refused(String why) {
    return new RefusedException(
        "has a digest in "
            + where
            + " that can't be read: "
            + why
            + "\n  next: name the digest yourself: --image-digest sha512:HEX");
  }
}
