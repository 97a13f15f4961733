package io.github.kvmcore.cli.session;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.RefusedFileException;
import io.github.kvmcore.failure.ShellQuote;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds templates by name: the user's own, else the shipped one. What the user's folder holds must
 * be there itself: a link out of it would put any file of the host into every guest.
 */
final class TemplateFiles {
  private static final int MOST_BYTES = 1 << 20;

  private final HostFiles files;
  private final UserFiles userFiles;
  private final @Nullable Path own;
  private final Path shipped;

  /**
   * @param own the user's folder, if any
   */
  TemplateFiles(HostFiles files, UserFiles userFiles, @Nullable Path own, Path shipped) {
    this.files = files;
    this.userFiles = userFiles;
    this.own = own;
    this.shipped = shipped;
  }

  /**
   * A template's text; empty where there is none of that name.
   *
   * @param name with / between folders, such as {@code profiles/basic/user_data.ftl}
   * @throws RefusedFileException where it may not be used
   */
  Optional<String> text(String name) {
    requireRelative(name);
    Optional<String> text = own == null ? Optional.empty() : own(own, own.resolve(name));
    return text.or(() -> files.read(shipped.resolve(name)));
  }

  private static void requireRelative(String name) {
    if (name.startsWith("/")
        || name.indexOf('\0') >= 0
        || List.of(name.split("/")).contains("..")) {
      throw new RefusedFileException("template " + name + ": its name leads elsewhere");
    }
  }

  private Optional<String> own(Path folder, Path file) {
    userFiles.require(file);
    try {
      return files.readWithin(file, List.of(folder, shipped), MOST_BYTES);
    } catch (UncheckedIOException e) {
      String text = e.getMessage() + "\n  next: ls -l " + ShellQuote.quote(file.toString());
      throw new RefusedFileException(text);
    }
  }
}
