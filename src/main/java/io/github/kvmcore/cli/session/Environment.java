package io.github.kvmcore.cli.session;

import io.github.kvmcore.lock.RunIdentity;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of a run, as the process has them; a test has others.
 *
 * @param variables the environment variables
 * @param home the user's home directory; null where there is none
 * @param registeredHome the one in the password database, which no variable changes; null where
 *     there is none
 * @param workingDirectory absolute
 * @param installation the folder that holds kvmcore's templates/
 * @param architecture the JVM's word for the processor
 * @param user the user's name, for messages
 * @param pid the process id, for messages
 * @param terminal which of the streams are at a terminal
 */
public record Environment(
    Map<String, String> variables,
    @Nullable Path home,
    @Nullable Path registeredHome,
    Path workingDirectory,
    Path installation,
    String architecture,
    String user,
    long pid,
    Terminal terminal,
    InputStream in,
    PrintStream out,
    PrintStream err) {
  /** Which of the standard streams are at a terminal. */
  public record Terminal(boolean in, boolean out, boolean err) {}

  /** Who the run is, for locks: no variable changes that. */
  public RunIdentity run() {
    return new RunIdentity(user, pid, registeredHome, path("/"));
  }

  /** A variable's value, or the default where it is unset or empty. */
  public String variable(String name, String otherwise) {
    String value = variables.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  /**
   * The folder of the user's configuration, by the XDG base directory specification; null without a
   * home directory.
   */
  public @Nullable Path configFolder() {
    String given = variable("XDG_CONFIG_HOME", "");
    if (given.startsWith("/")) {
      return path(given);
    }
    return home == null ? null : home.resolve(".config");
  }

  /** The path in the run's file system. */
  public Path path(String text) {
    return workingDirectory.resolve(text);
  }
}
