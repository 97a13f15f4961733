package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes and opens lock files of mode 0600 for reading and writing, and nothing that another user
 * may have put in their place: no link, no pipe, no device, no other file by a second name.
 */
final class LockFileAccess {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> EXISTING =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private LockFileAccess() {}

  /**
   * Device and inode; null if there is no file.
   *
   * @throws IOException if it is no regular file, is not trusted, or has a second name
   */
  static @Nullable Object identity(OwnershipRule rule, Path file) throws IOException {
    try {
      BasicFileAttributes facts =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      String refusal = refusal(rule, file, facts);
      if (refusal != null) {
        throw new IOException(refusal);
      }
      return facts.fileKey() == null ? file : facts.fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static @Nullable String refusal(OwnershipRule rule, Path file, BasicFileAttributes facts)
      throws IOException {
    if (facts.isSymbolicLink()) {
      return "it is a symbolic link";
    } else if (!facts.isRegularFile()) {
      return facts.isDirectory() ? "it is a folder" : "it is a pipe, a socket or a device";
    }
    String violation = rule.violationOf(file);
    return violation == null && links(file) > 1
        ? "it is a hard link to a file that has another name"
        : violation;
  }

  private static int links(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
        : 1;
  }

  /** Makes an empty file if none is there. */
  static void make(Path file) throws IOException {
    try {
      FileChannel.open(file, NEW, PosixModes.attribute(file, PosixModes.OWNER_ONLY)).close();
    } catch (FileAlreadyExistsException e) {
      // Another run was faster: its file is looked at like any other.
    }
  }

  /**
   * Opens the file.
   *
   * @throws NoSuchFileException if it has been removed
   */
  static FileChannel open(Path file) throws IOException {
    if (!PosixModes.isOwnerOnly(file)) {
      PosixModes.set(file, PosixModes.OWNER_ONLY);
    }
    return FileChannel.open(file, EXISTING);
  }
}
