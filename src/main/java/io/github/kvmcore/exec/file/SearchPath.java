package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the programs that kvmcore runs in the folders of PATH. Root runs none that another user
 * could have put there, by the rule of {@link HostFiles#untrusted}; but the owner of the folder of
 * kvmcore itself, as of a developer's checkout, is trusted as well.
 */
public final class SearchPath {
  /** Where no one says otherwise, as in the launcher. */
  private static final String DEFAULT = "/usr/sbin:/usr/bin:/sbin:/bin";

  private final String path;
  private volatile @Nullable List<Path> folders;
  private final @Nullable Path installation;
  private final Consumer<String> warning;
  private final Map<String, Found> found = new ConcurrentHashMap<>();
  private volatile @Nullable Boolean judging;
  private volatile @Nullable OwnershipRule rule;
  private volatile @Nullable String trusted;

  /**
   * A program's file.
   *
   * @param file null where there is none
   * @param refusals why others of its name must not be run
   */
  private record Found(@Nullable Path file, List<String> refusals) {}

  /**
   * Of a PATH, of which only the absolute folders count.
   *
   * @param path null where it is not set
   * @param installation kvmcore's folder, if it is known
   * @param warning is told of a program that is passed over
   */
  public SearchPath(@Nullable String path, @Nullable Path installation, Consumer<String> warning) {
    this(path, installation, warning, null);
  }

  /**
   * The same.
   *
   * @param judging whether programs of others are refused; null: if this is root
   */
  SearchPath(
      @Nullable String path,
      @Nullable Path installation,
      Consumer<String> warning,
      @Nullable Boolean judging) {
    this.path = path == null || path.isEmpty() ? DEFAULT : path;
    this.installation = installation;
    this.warning = warning;
    this.judging = judging;
  }

  /** This process's, without warnings. */
  public static SearchPath ofProcess() {
    return new SearchPath(new ProcessBuilder().environment().get("PATH"), null, text -> {});
  }

  /** Taken apart at the first use: some commands run no program, and Java is slow at its first. */
  private List<Path> folders() {
    List<Path> known = folders;
    if (known == null) {
      List<Path> all = new ArrayList<>();
      for (String folder : path.split(":", -1)) {
        if (folder.startsWith("/")) {
          all.add(Path.of(folder));
        }
      }
      known = List.copyOf(all);
      folders = known;
    }
    return known;
  }

  /** Only looked up when a program is run: some commands run none. */
  private boolean isJudging() {
    Boolean known = judging;
    if (known == null) {
      known = OwnershipRule.isRoot();
      judging = known;
    }
    return known;
  }

  /** Where a program is that may be run. */
  public Optional<Path> find(String program) {
    return Optional.ofNullable(found(program).file);
  }

  /** What is missing is looked for again: it may have been installed meanwhile. */
  private Found found(String program) {
    Found known = found.get(program);
    if (known == null) {
      known = search(program);
      if (known.file != null) {
        found.put(program, known);
      }
    }
    return known;
  }

  private Found search(String program) {
    List<String> refusals = new ArrayList<>();
    for (Path folder : folders()) {
      Path file = folder.resolve(program);
      if (!isProgram(file)) {
        continue;
      }
      String refusal = refusal(file);
      if (refusal == null) {
        refusals.forEach(why -> warning.accept("warning: " + why));
        return new Found(file, refusals);
      }
      refusals.add("root does not run " + file + ": " + refusal);
    }
    return new Found(null, refusals);
  }

  public static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }

  /** Whether a file is a program that may be run. */
  boolean mayRun(Path file) {
    return isProgram(file) && refusal(file) == null;
  }

  private @Nullable String refusal(Path path) {
    if (!isJudging()) {
      return null;
    }
    try {
      return rule().violation(path);
    } catch (IOException e) {
      return FileFailure.message("look at " + path, e);
    }
  }

  private OwnershipRule rule() throws IOException {
    OwnershipRule known = rule;
    if (known == null) {
      known = installation == null ? new OwnershipRule() : OwnershipRule.ofPrograms(installation);
      rule = known;
    }
    return known;
  }

  /**
   * The arguments with which a program is started: as they are, but by its whole path where it
   * matters who wrote it.
   *
   * @throws IOException where there is none that may be run
   */
  public List<String> resolve(List<String> argv) throws IOException {
    String program = argv.get(0);
    if (program.contains("/") || !isJudging()) {
      return argv;
    }
    Found search = found(program);
    if (search.file == null) {
      throw search.refusals.isEmpty()
          ? StartFailure.notFound()
          : new IOException(String.join("; ", search.refusals));
    }
    List<String> resolved = new ArrayList<>(argv);
    resolved.set(0, search.file.toString());
    return resolved;
  }

  /** PATH for the programs that are run, which run others. */
  public String value() {
    String known = trusted;
    if (known == null) {
      known =
          folders().stream()
              .filter(folder -> refusal(folder) == null)
              .map(Path::toString)
              .collect(Collectors.joining(":"));
      trusted = known;
    }
    return known;
  }
}
