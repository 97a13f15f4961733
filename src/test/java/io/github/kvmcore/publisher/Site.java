package io.github.kvmcore.publisher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder that a {@link Publisher} serves, in this process or in another one: its files, its
 * faults and who asked for what. Faults and requests are files in it too, which are not served.
 */
public final class Site {
  /** For every path. */
  public static final String ALL = "*";

  /**
   * A request that came.
   *
   * @param target path and query
   * @param range its Range header; "" where it has none
   */
  public record Seen(String method, String target, String range, String ifRange) {
    String line() {
      return String.join("\t", method, target, range, ifRange, ".");
    }

    static Seen parse(String line) {
      String[] fields = line.split("\t");
      return new Seen(fields[0], fields[1], fields[2], fields[3]);
    }
  }

  /** A fault that was set, and where. */
  record Placed(String id, String path, Fault fault) {}

  private final Path folder;
  private final Map<String, Placed> faults = new LinkedHashMap<>();
  private int ids;

  public Site(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** The file of a path such as {@code /a/b}. */
  public Path file(String path) {
    return folder.resolve(path.substring(1));
  }

  // --- Files ---

  /** Makes or replaces a file, whole at once. */
  public void put(String path, byte[] content) throws IOException {
    replace(file(path), content);
  }

  public void put(String path, String content) throws IOException {
    put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes a file of another one, which may be large; both may be one on the disk. */
  public void put(String path, Path content) throws IOException {
    Files.createDirectories(file(path).getParent());
    Files.copy(content, file(path), StandardCopyOption.REPLACE_EXISTING);
  }

  public byte[] get(String path) throws IOException {
    return Files.readAllBytes(file(path));
  }

  public void remove(String path) throws IOException {
    Files.delete(file(path));
  }

  /** Every file's path, sorted; what a link leads to as well. */
  public List<String> paths() throws IOException {
    try (var all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(Files::isRegularFile)
          .map(file -> "/" + folder.relativize(file))
          .filter(path -> !path.startsWith("/."))
          .sorted()
          .toList();
    }
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    Files.write(part, content);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  // --- Faults ---

  /** From the next request on; the last one that was set for a path counts, then those for all. */
  public synchronized void fault(String path, Fault fault) throws IOException {
    faults.remove(path);
    faults.put(path, new Placed("" + ids++, path, fault));
    write();
  }

  /** All is right again. */
  public synchronized void right() throws IOException {
    faults.clear();
    write();
  }

  private void write() throws IOException {
    List<String> lines = new ArrayList<>();
    faults
        .values()
        .forEach(set -> lines.add(set.id() + " " + set.path() + " " + set.fault().line()));
    replace(faultsFile(), String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private Path faultsFile() {
    return folder.resolve(".faults");
  }

  /** Those that are set just now, as the server reads them. */
  List<Placed> faults() throws IOException {
    List<Placed> sets = new ArrayList<>();
    if (Files.exists(faultsFile())) {
      for (String line : Files.readString(faultsFile()).lines().toList()) {
        String[] words = line.split(" ", 3);
        sets.add(new Placed(words[0], words[1], Fault.parse(words[2])));
      }
    }
    return sets;
  }

  // --- Requests ---

  private Path requestsFile() {
    return folder.resolve(".requests");
  }

  synchronized void note(Seen seen) throws IOException {
    Files.writeString(
        requestsFile(), seen.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Who asked for what, in its order. */
  public List<Seen> requests() throws IOException {
    if (!Files.exists(requestsFile())) {
      return List.of();
    }
    return Files.readString(requestsFile()).lines().map(Seen::parse).toList();
  }

  /** The requests' paths with their queries. */
  public List<String> asked() throws IOException {
    return requests().stream().map(Seen::target).toList();
  }

  /** Forgets the requests that came until now. */
  public void forget() throws IOException {
    Files.deleteIfExists(requestsFile());
  }
}
