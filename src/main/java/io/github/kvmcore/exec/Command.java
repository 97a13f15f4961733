package io.github.kvmcore.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program to run: its argument list, never a string for a shell.
 *
 * @param argv the program's name or path, then its arguments; not empty
 * @param input text for its standard input; none where null
 * @param outputFile a file, made with mode 0600, that takes its standard output and must not exist;
 *     it stays where the command fails; captured where null
 * @param limit after this long the program and its children are killed
 * @param memoryBytes the most memory that it may ask for; 0: as much as it likes
 * @param secret whether what it reads and prints is kept out of recordings
 */
public record Command(
    List<String> argv,
    @Nullable String input,
    @Nullable Path outputFile,
    Duration limit,
    long memoryBytes,
    boolean secret) {

  /** Long enough for a busy host, short enough that nothing waits for ever. */
  public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(2);

  public Command {
    argv = List.copyOf(argv);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
  }

  public static Command of(String... argv) {
    return of(List.of(argv));
  }

  public static Command of(List<String> argv) {
    return new Command(argv, null, null, DEFAULT_LIMIT, 0, false);
  }

  public Command withInput(String text) {
    return new Command(argv, text, outputFile, limit, memoryBytes, secret);
  }

  public Command withOutputFile(Path file) {
    return new Command(argv, input, file, limit, memoryBytes, secret);
  }

  public Command withLimit(Duration newLimit) {
    return new Command(argv, input, outputFile, newLimit, memoryBytes, secret);
  }

  /** For a program that looks at what a stranger made; where the host has prlimit(1). */
  public Command withMemory(long bytes) {
    return new Command(argv, input, outputFile, limit, bytes, secret);
  }

  /** For a program that is given what is nobody else's concern. */
  public Command asSecret() {
    return new Command(argv, input, outputFile, limit, memoryBytes, true);
  }

  /** The program's name without its folder, for messages. */
  public String program() {
    String first = argv.get(0);
    return first.substring(first.lastIndexOf('/') + 1);
  }

  /** The command as one line that can be pasted into a shell. */
  public String display() {
    String line = ShellQuote.join(argv);
    return outputFile == null ? line : line + " >" + ShellQuote.quote(outputFile.toString());
  }
}
