package io.github.kvmcore.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is on a simulated host, a line each, without times and other chance. Secrets have
 * numbers instead, in the order of the files: machines that had the same one still have it.
 */
record HostListing(TreeSet<String> lines) {
  private static final String OWN = "host/(trace|rules|met|lock|last-id)";

  /** Appended to with each start, or drawn by lot. */
  private static final String ANY_CONTENT = ".*(-console\\.log|/secrets-[^/]*/[^/]*)";

  /** In guests' configurations: files in base64, tokens, and keys. */
  private static final Pattern SECRET =
      Pattern.compile(
          "data:;base64,[A-Za-z0-9+/=]*"
              + "|ssh-ed25519 \\S+ (?=kvmcore cluster)"
              + "|(?<=content: \")[A-Za-z0-9+/]{80,}=*(?=\")");

  private static final int KEPT = 16 << 10;

  static HostListing of(Path root) {
    Map<String, String> secrets = new HashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      return new HostListing(
          files
              .filter(file -> !file.equals(root))
              .filter(file -> !root.relativize(file).toString().matches(OWN + "|(work|home)(/.*)?"))
              .sorted()
              .map(file -> line(root, file, secrets))
              .collect(Collectors.toCollection(TreeSet::new)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the images in the cache, and without a volume group, which others may use by then. */
  HostListing withoutWhatStays() {
    return new HostListing(
        lines.stream()
            .filter(line -> !line.matches("cache[ /].*|host/(devices/|lvm/[^/]*/\\.group).*"))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static String line(Path root, Path file, Map<String, String> secrets) {
    // Nobody uses a base volume's device once it is filled: clones are made of it as well without.
    String name =
        root.relativize(file)
            .toString()
            .replaceFirst("^host/down/(.*/kvmcore-base-)", "host/dev/$1");
    try {
      String mode =
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        // What the simulated host has for itself comes and goes.
        return name.startsWith("host") ? "host/" : name + " " + mode;
      }
      if (name.matches(ANY_CONTENT)) {
        return name + " " + mode + (Files.size(file) > 0 ? "" : " empty");
      }
      return name + " " + mode + " " + content(file, secrets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(Path file, Map<String, String> secrets) throws IOException {
    boolean network = file.getParent().getFileName().toString().matches("networks|net-live");
    boolean whole = network || file.toString().endsWith(".ign");
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(whole ? Integer.MAX_VALUE : KEPT);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (network) {
        // Reservations come in any order.
        text = text.lines().sorted().collect(Collectors.joining("\n", "", "\n"));
      }
      String lasting =
          numbered(text, secrets)
              .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]*Z", "TIME")
              // etcd's token has the time in it, and certificates are made again.
              .replaceAll("-\\d{14}\\b", "-TIME")
              .replaceFirst("(<domain type='[^']*') id='\\d+'", "$1 id='N'");
      long length = Files.size(file) - text.length() + lasting.length();
      return length + " " + Integer.toHexString(lasting.hashCode());
    }
  }

  private static String numbered(String text, Map<String, String> secrets) {
    return SECRET
        .matcher(text)
        .replaceAll(
            it -> secrets.computeIfAbsent(it.group(), key -> "SECRET-" + (secrets.size() + 1)));
  }

  /** How another one differs; empty where it does not. */
  String differences(HostListing later) {
    List<String> told = new ArrayList<>();
    lines.stream().filter(it -> !later.lines.contains(it)).forEach(it -> told.add("- " + it));
    later.lines.stream().filter(it -> !lines.contains(it)).forEach(it -> told.add("+ " + it));
    return String.join("\n", told);
  }
}
