package io.github.kvmcore.image;

import io.github.kvmcore.model.Digest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code .DIGESTS} file beside an image, as Flatcar and CoreOS publish it: headers such as
 * {@code # SHA512 HASH}, each followed by lines {@code <hex> <file>} as of sha512sum(1). Several
 * files may be listed, and headers may come again.
 */
final class DigestsFile {
  private static final Pattern HEADER = Pattern.compile("#\\s*([A-Za-z0-9-]+)\\s+HASH\\s*");
  private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]+)\\s+\\*?(\\S.*?)\\s*");

  private DigestsFile() {}

  /**
   * The strongest digest of a file: SHA-512, else SHA-256. MD5 and SHA-1 don't count.
   *
   * @param name the file's name without a folder
   */
  static Optional<Digest> find(String text, String name) {
    Optional<Digest> found = Optional.empty();
    String algorithm = "";
    for (String line : text.lines().toList()) {
      Matcher header = HEADER.matcher(line);
      Matcher entry = LINE.matcher(line);
      if (header.matches()) {
        algorithm = header.group(1).toLowerCase(Locale.ROOT).replace("-", "");
      } else if (entry.matches() && baseName(entry.group(2)).equals(name)) {
        Optional<Digest> digest = Digest.parse(algorithm + ":" + entry.group(1));
        boolean stronger = found.isEmpty() || algorithm.equals("sha512");
        found = digest.isPresent() && stronger ? digest : found;
      }
    }
    return found;
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
