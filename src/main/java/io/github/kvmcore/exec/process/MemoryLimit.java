package io.github.kvmcore.exec.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How a program is started so that it can't have more memory, or processor time, than it needs. */
final class MemoryLimit {
  /** Of util-linux, which every Linux has; in one of these places. */
  private static final List<Path> PRLIMIT =
      Stream.of("/usr/bin/prlimit", "/bin/prlimit")
          .map(Path::of)
          .filter(Files::isExecutable)
          .limit(1)
          .toList();

  private MemoryLimit() {}

  /**
   * The arguments that are really run: prlimit becomes the program, which keeps its limits.
   *
   * @param resolved the command's own arguments, with the program's path
   */
  static List<String> argv(Command command, List<String> resolved) {
    if (command.memoryBytes() == 0 || PRLIMIT.isEmpty()) {
      return resolved;
    }
    List<String> argv = new ArrayList<>();
    argv.add(PRLIMIT.get(0).toString());
    argv.add("--as=" + command.memoryBytes());
    argv.add("--cpu=" + Math.max(1, command.limit().toSeconds()));
    argv.add("--");
    argv.addAll(resolved);
    return argv;
  }
}
