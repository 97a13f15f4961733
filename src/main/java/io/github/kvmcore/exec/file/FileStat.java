package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;

/** Reads the facts of a path in one system call, without following a link. */
final class FileStat {
  private FileStat() {}

  /**
   * The facts; mode 0 and no owner on a file system that has none.
   *
   * @throws IOException where nothing is there or it may not be looked at
   */
  static FileFacts of(Path path) throws IOException {
    if (!PosixModes.supported(path)) {
      return facts(read(path, BasicFileAttributes.class), 0, "");
    }
    PosixFileAttributes posix = read(path, PosixFileAttributes.class);
    return facts(posix, PosixModes.bits(posix.permissions()), posix.owner().getName());
  }

  private static <T extends BasicFileAttributes> T read(Path path, Class<T> type)
      throws IOException {
    return Files.readAttributes(path, type, LinkOption.NOFOLLOW_LINKS);
  }

  private static FileFacts facts(BasicFileAttributes attributes, int mode, String owner) {
    long modified = attributes.lastModifiedTime().toMillis();
    return new FileFacts(kind(attributes), attributes.size(), mode, owner, modified);
  }

  private static FileFacts.Kind kind(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return FileFacts.Kind.FILE;
    } else if (attributes.isDirectory()) {
      return FileFacts.Kind.DIRECTORY;
    } else if (attributes.isSymbolicLink()) {
      return FileFacts.Kind.LINK;
    }
    return FileFacts.Kind.DEVICE;
  }
}
