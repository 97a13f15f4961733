package io.github.kvmcore.exec.file;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds programs on PATH, as the system would when one is started. */
public final class Programs {
  private final HostFiles files;
  private final List<Path> folders;

  /**
   * @param path the PATH variable
   * @param root any path of the file system that PATH is about
   */
  public Programs(HostFiles files, String path, Path root) {
    this.files = files;
    this.folders =
        Arrays.stream(path.split(":", -1))
            .filter(folder -> folder.startsWith("/"))
            .map(folder -> root.getFileSystem().getPath(folder))
            .toList();
  }

  public Optional<Path> find(String program) {
    return folders.stream()
        .map(folder -> folder.resolve(program))
        .filter(files::isExecutable)
        .findFirst();
  }

  public boolean has(String program) {
    return find(program).isPresent();
  }

  /** The first of several programs that is there. */
  public Optional<String> firstOf(List<String> programs) {
    return programs.stream().filter(this::has).findFirst();
  }
}
