package io.github.kvmcore.spec.load;

import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths: {@code ~} is the home directory; nothing is looked up in the file system. */
final class PathValues {
  private final SettingsContext context;

  PathValues(SettingsContext context) {
    this.context = context;
  }

  /** A folder that kvmcore fills: it must be absolute, and not the root directory. */
  Path storage(String text) {
    Path path = expand(text);
    if (!path.isAbsolute()) {
      throw new BadValueException(MessageText.quote(text) + " is not an absolute path");
    }
    if (path.getNameCount() == 0) {
      throw new BadValueException(
          MessageText.quote(text) + " is the root directory; name a folder");
    }
    return path;
  }

  /** A path of the user's, seen from the working directory. */
  Path fromWorkingDirectory(String text) {
    return context.workingDirectory().resolve(expand(text)).normalize();
  }

  /** A path of the user's, seen from the home directory. */
  Path fromHome(String text) {
    Path path = expand(text);
    return path.isAbsolute() ? path : home(text).resolve(path).normalize();
  }

  private Path expand(String text) {
    if (text.equals("~") || text.startsWith("~/")) {
      return home(text).resolve(path(text.substring(Math.min(2, text.length())))).normalize();
    }
    if (text.startsWith("~")) {
      throw new BadValueException(
          MessageText.quote(text) + ": another user's ~ is not understood; write the whole path");
    }
    return path(text).normalize();
  }

  private Path home(String text) {
    Path home = context.home();
    if (home == null) {
      throw new BadValueException(
          MessageText.quote(text) + ": the home directory is not known; write the whole path");
    }
    return home;
  }

  private Path path(String text) {
    try {
      return context.workingDirectory().getFileSystem().getPath(text);
    } catch (InvalidPathException e) {
      throw new BadValueException(
          MessageText.quote(text) + " can't be a path with this locale; set LC_ALL=C.UTF-8");
    }
  }
}
