package io.github.kvmcore.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
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

  /** Sets exactly these bits. */
  static void set(Path path, int mode) throws IOException {
    if (supported(path)) {
      Files.setPosixFilePermissions(path, permissions(mode));
    }
  }

  /**
   * Takes all bits but these away.
   *
   * @throws IOException also where it belongs to somebody else than what this process makes does
   */
  static void restrict(Path directory, int mode) throws IOException {
    if (!supported(directory)) {
      return;
    }
    Path own = Files.createTempFile(directory, ".", "");
    try {
      if (!Files.getOwner(own).equals(Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS))) {
        throw new IOException("it is another user's, and must be yours");
      }
    } finally {
      Files.delete(own);
    }
    Set<PosixFilePermission> kept = Files.getPosixFilePermissions(directory);
    kept.retainAll(permissions(mode));
    Files.setPosixFilePermissions(directory, kept);
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
