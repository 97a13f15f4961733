package io.github.kvmcore.cli.session;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.TextEncoding;
import io.github.kvmcore.failure.RefusedFileException;
import io.github.kvmcore.failure.ShellQuote;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads files that say what kvmcore does: settings, inventories, templates, configurations of
 * guests, keys. One that another user could have written is refused, since it would rule what root
 * does. Under sudo, files of the user who called it are that user's own word.
 */
public final class UserFiles {
  private static final Pattern USER_ID = Pattern.compile("[0-9]{1,9}");

  /** What {@link HostFiles#untrusted} says; a sticky folder such as /tmp has to stay as it is. */
  private static final Pattern WRITABLE =
      Pattern.compile("(.*) is writable by .* \\(mode [0246][0-7]{3}\\)", Pattern.DOTALL);

  private final Environment environment;
  private final HostFiles files;
  private final Set<Integer> invoker;

  /** For the user who runs kvmcore, directly or through sudo. */
  public UserFiles(Environment environment, HostFiles files) {
    this.environment = environment;
    this.files = files;
    String id = environment.variable("SUDO_UID", "");
    this.invoker = USER_ID.matcher(id).matches() ? Set.of(Integer.valueOf(id)) : Set.of();
  }

  /**
   * A file's text; empty where there is none, or it may not be read.
   *
   * @throws RefusedFileException where it is refused, or is not plain UTF-8 text
   */
  public Optional<String> read(Path file) {
    Optional<String> text = readAny(file, files::read);
    text.ifPresent(found -> requirePlain(file, found));
    return text;
  }

  /** The same with another way of reading, of a file that may be packed. */
  public Optional<String> readAny(Path file, Function<Path, Optional<String>> reader) {
    if (reader.apply(file).isEmpty()) {
      return Optional.empty();
    }
    require(file);
    // Read once more: what was read before could have been changed until it was judged.
    return reader.apply(file);
  }

  /**
   * Judges what was read of a file.
   *
   * @throws RefusedFileException where it is not UTF-8 text, or starts with a byte order mark
   */
  public void requirePlain(Path file, String text) {
    refuse(TextEncoding.mistake(text, file.toString()));
  }

  /**
   * Judges a file or folder; what is missing is none of its concern.
   *
   * @throws RefusedFileException where it is refused
   */
  public void require(Path file) {
    refuse(refusal(file));
  }

  private static void refuse(Optional<String> why) {
    if (why.isPresent()) {
      throw new RefusedFileException(why.get());
    }
  }

  /** Why a file or folder that is there is refused, and what to do; empty where it may be used. */
  public Optional<String> refusal(Path file) {
    return untrusted(file)
        .filter(why -> isThere(file))
        .map(
            why ->
                file
                    + ": refused, because another user can change it: "
                    + why
                    + "\n  next: "
                    + next(file, why));
  }

  private Optional<String> untrusted(Path file) {
    try {
      return files.untrusted(file, invoker);
    } catch (UncheckedIOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private boolean isThere(Path file) {
    try {
      return files.stat(file).isPresent();
    } catch (UncheckedIOException e) {
      return false; // a name that nothing can have
    }
  }

  private String next(Path file, String why) {
    Matcher writable = WRITABLE.matcher(why);
    if (writable.matches()) {
      return "chmod go-w " + ShellQuote.quote(writable.group(1));
    }
    String target = real(file);
    if (why.startsWith(target + " is owned by ")) {
      return "chown " + ShellQuote.join(List.of(environment.user(), target)) + " (read it first)";
    }
    Path here = environment.workingDirectory();
    if (file.equals(here.resolve(SettingsReader.FILE)) && untrusted(here).isPresent()) {
      return "cd (run kvmcore in a folder that only you can change)";
    }
    return "cp -R " + ShellQuote.quote(target) + " ~/ (read it first, then name the copy)";
  }

  private String real(Path file) {
    try {
      return files.real(file).toString();
    } catch (UncheckedIOException e) {
      return file.toString(); // what may not be looked at
    }
  }
}
