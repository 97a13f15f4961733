package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Permission bits as numbers. File systems without permissions, such as those of tests, are let be.
 */
final class PosixModes {
  /** Read and write for the owner, nothing for anybody else. */
  static final int OWNER_ONLY = 0600;

  private PosixModes() {}

  /** For the making of a file or directory; the umask may take bits away. */
  static FileAttribute<?>[] attribute(Path path, int mode) {
    return supported(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions(mode))}
        : new FileAttribute<?>[0];
  }

  /** Sets exactly these bits; a link that took the file's place is not followed. */
  static void set(Path path, int mode) throws IOException {
    if (supported(path)) {
      Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setPermissions(permissions(mode));
    }
  }

  /** Gives a file to another user; a link that took the file's place is not followed. */
  static void setOwner(Path path, UserPrincipal owner) throws IOException {
    Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setOwner(owner);
  }

  /** Whether nobody but its owner can read or write it. */
  static boolean isOwnerOnly(Path path) throws IOException {
    return !supported(path)
        || bits(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)) == OWNER_ONLY;
  }

  /** Takes all bits but these away from a directory. */
  static void restrict(Path directory, int mode) throws IOException {
    if (supported(directory)) {
      PosixFileAttributes facts =
          Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      set(directory, bits(facts.permissions()) & mode);
    }
  }

  static boolean supported(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  static int bits(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (PosixFilePermission permission : permissions) {
      mode |= bit(permission);
    }
    return mode;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((mode & bit(permission)) != 0) {
        permissions.add(permission);
      }
    }
    return permissions;
  }

  private static int bit(PosixFilePermission permission) {
    return switch (permission) {
      case OWNER_READ -> 0400;
      case OWNER_WRITE -> 0200;
      case OWNER_EXECUTE -> 0100;
      case GROUP_READ -> 0040;
      case GROUP_WRITE -> 0020;
      case GROUP_EXECUTE -> 0010;
      case OTHERS_READ -> 0004;
      case OTHERS_WRITE -> 0002;
      case OTHERS_EXECUTE -> 0001;
    };
  }
}
