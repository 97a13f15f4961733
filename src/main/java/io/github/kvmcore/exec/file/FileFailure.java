package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** Puts the failures of java.nio, whose messages are often a bare path, into words for the user. */
public final class FileFailure {
  private FileFailure() {}

  /** As {@code can't write /x/y: No space left on device}. */
  static UncheckedIOException of(String action, IOException cause) {
    return new UncheckedIOException(message(action, cause), cause);
  }

  public static String message(String action, IOException cause) {
    return "can't " + action + ": " + reason(cause);
  }

  /** The system's own words, as strerror(3) has them. */
  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "No such file or directory";
    } else if (cause instanceof AccessDeniedException) {
      return "Permission denied";
    } else if (cause instanceof FileAlreadyExistsException) {
      return "File exists";
    } else if (cause instanceof DirectoryNotEmptyException) {
      return "Directory not empty";
    } else if (cause instanceof NotDirectoryException) {
      return "Not a directory";
    } else if (cause instanceof UserPrincipalNotFoundException unknown) {
      return "there is no user " + unknown.getName();
    }
    String given =
        cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    return given == null ? cause.getClass().getSimpleName() : given;
  }
}
