package io.github.kvmcore.exec.process;

import io.github.kvmcore.failure.ShellQuote;
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
 * @param limit after this long the program and all that it started are killed; of a stage of a
 *     stream, this long after it took or gave its last byte
 * @param memoryBytes the most memory that it may ask for; 0: as much as it likes
 * @param secret whether what it reads and prints is kept out of recordings
 * @param answers whether its standard output is an answer, of which all counts; else the beginning
 *     is kept, for messages
 */
public record Command(
    List<String> argv,
    @Nullable String input,
    @Nullable Path outputFile,
    Duration limit,
    long memoryBytes,
    boolean secret,
    boolean answers) {

  /**
   * The limit of a command that names none: long enough for a busy host, short enough that nothing
   * waits for ever. The setting {@code command_timeout} replaces it.
   */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(90);

  /** For writing out a whole disk; the setting {@code disk_timeout} replaces it. */
  public static final Duration DISK_LIMIT = Duration.ofMinutes(30);

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
    return new Command(argv, null, null, DEFAULT_LIMIT, 0, false, true);
  }

  public Command withInput(String text) {
    return new Command(argv, text, outputFile, limit, memoryBytes, secret, answers);
  }

  public Command withOutputFile(Path file) {
    return new Command(argv, input, file, limit, memoryBytes, secret, answers);
  }

  public Command withLimit(Duration newLimit) {
    return new Command(argv, input, outputFile, newLimit, memoryBytes, secret, answers);
  }

  /** For a program that looks at what a stranger made; where the host has prlimit(1). */
  public Command withMemory(long bytes) {
    return new Command(argv, input, outputFile, limit, bytes, secret, answers);
  }

  /** For a program that is given what is nobody else's concern. */
  public Command asSecret() {
    return new Command(argv, input, outputFile, limit, memoryBytes, true, answers);
  }

  /** The same, where nobody reads what it prints but for a message. */
  public Command withoutAnswer() {
    return new Command(argv, input, outputFile, limit, memoryBytes, secret, false);
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
