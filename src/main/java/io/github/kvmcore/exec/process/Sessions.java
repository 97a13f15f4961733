package io.github.kvmcore.exec.process;

import io.github.kvmcore.exec.file.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives each program a session of its own (setsid(2)), by which all that it started is found, also
 * where those between have ended. What leaves the session, as a daemon does, means to stay. And a
 * terminal's Ctrl-C reaches kvmcore alone, which then ends its programs in its own order.
 */
final class Sessions {
  private static final Path PROC = Path.of("/proc");
  private static final String TERMINAL = "/dev/tty";

  /** Of {@code /proc/PID/stat} behind the name's closing parenthesis: state, parent, group. */
  private static final int SESSION_FIELD = 3;

  private Sessions() {}

  /**
   * The argument list that runs a program in a session of its own, as the same process. One that
   * can't be started, or without util-linux, is as it was: the system then says why. So is one that
   * asks for the terminal, which belongs to kvmcore's session.
   */
  static List<String> own(List<String> argv, SearchPath path) {
    Optional<Path> setsid = path.find("setsid");
    if (setsid.isEmpty() || argv.contains(TERMINAL) || !isThere(argv.get(0), path)) {
      return argv;
    }
    List<String> all = new ArrayList<>(List.of(setsid.get().toString()));
    all.addAll(argv);
    return all;
  }

  private static boolean isThere(String program, SearchPath path) {
    return program.contains("/")
        ? SearchPath.isProgram(Path.of(program))
        : path.find(program).isPresent();
  }

  /** The living processes of these sessions; none where there is no {@code /proc}. */
  static List<ProcessHandle> members(Set<Long> sessions) {
    List<ProcessHandle> members = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (sessions.contains(session(process))) {
          ProcessHandle.of(Long.parseLong(String.valueOf(process.getFileName())))
              .ifPresent(members::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    return members;
  }

  /** Whether the process has ended: also where nobody has asked yet how. */
  static boolean hasEnded(ProcessHandle process) {
    return !process.isAlive() || session(PROC.resolve(Long.toString(process.pid()))) == 0;
  }

  /** The process's session; 0 where it has ended, -1 where that can't be told. */
  private static long session(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[0].equals("Z") || fields[0].equals("X")
          ? 0
          : Long.parseLong(fields[SESSION_FIELD]);
    } catch (IOException | RuntimeException e) {
      return -1; // it has just ended, or is not shown
    }
  }
}
