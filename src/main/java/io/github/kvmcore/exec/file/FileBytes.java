package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves bytes between files and memory; leaves no half-written file behind. */
final class FileBytes {
  private static final int BLOCK_BYTES = 1 << 18;
  private static final Set<OpenOption> NOFOLLOW =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final Set<StandardOpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private FileBytes() {}

  /** Writes beside the file, to the disk, then renames; see {@link HostFiles#write}. */
  static void write(Path path, String text, int mode, @Nullable String owner) throws IOException {
    Path temporary = path.resolveSibling(temporaryName(path));
    boolean done = false;
    try (FileChannel channel = newFile(temporary)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (owner != null) {
        own(temporary, owner);
      }
      PosixModes.set(temporary, mode);
      if (bytes.limit() > 0) {
        channel.force(true); // an empty file has no content that a power failure could take
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      syncFolder(path);
    } finally {
      if (!done) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /**
   * Renames a file once its content is on the disk, and returns once the new name is, too: a power
   * failure leaves the old name, or the new one with the whole content.
   */
  static void move(Path from, Path to) throws IOException {
    sync(from);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(to);
  }

  private static void syncFolder(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      sync(folder);
    }
  }

  /** File systems of other kinds, such as those of tests, have nothing to sync. */
  private static void sync(Path path) throws IOException {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      return;
    }
    try (FileChannel channel = FileChannel.open(path, NOFOLLOW)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      // Of another user's file, or a folder that may not be listed, the kernel decides when.
    } catch (NoSuchFileException e) {
      // The renaming says so.
    }
  }

  private static String temporaryName(Path path) {
    long unique = System.nanoTime() ^ ProcessHandle.current().pid() << 40;
    return "." + path.getFileName() + "." + Long.toHexString(unique);
  }

  /** A new file of mode 0600. */
  static FileChannel newFile(Path path) throws IOException {
    return FileChannel.open(path, NEW_FILE, PosixModes.attribute(path, PosixModes.OWNER_ONLY));
  }

  private static void own(Path path, String owner) throws IOException {
    if (PosixModes.supported(path)) {
      UserPrincipalLookupService users = path.getFileSystem().getUserPrincipalLookupService();
      PosixModes.setOwner(path, user(users, owner));
    }
  }

  private static UserPrincipal user(UserPrincipalLookupService users, String name)
      throws IOException {
    try {
      return users.lookupPrincipalByName(name);
    } catch (UserPrincipalNotFoundException e) {
      throw new UserPrincipalNotFoundException(name); // JDK 25 leaves it out
    }
  }

  /** Copies into a new file of mode 0600, down to the disk. */
  static void copy(Path from, Path to) throws IOException {
    try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel target = newFile(to)) {
      boolean done = false;
      try {
        transfer(source, target);
        PosixModes.set(to, PosixModes.OWNER_ONLY);
        target.force(true);
        done = true;
      } finally {
        if (!done) {
          Files.deleteIfExists(to);
        }
      }
    }
  }

  private static void transfer(FileChannel source, FileChannel target) throws IOException {
    long position = 0;
    long moved;
    do {
      moved = source.transferTo(position, Long.MAX_VALUE - position, target);
      position += moved;
    } while (moved > 0);
  }

  /** The last bytes of a file, fewer where it is shorter. No link is followed. */
  static byte[] last(Path path, int count) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(path, NOFOLLOW)) {
      channel.position(Math.max(0, channel.size() - count));
      return Channels.newInputStream(channel).readNBytes(count);
    }
  }

  /** In lower-case hexadecimal. */
  static String digest(Path path, String algorithm) throws IOException {
    MessageDigest digest = messageDigest(algorithm);
    byte[] block = new byte[BLOCK_BYTES];
    try (InputStream stream = Files.newInputStream(path)) {
      for (int count = stream.read(block); count >= 0; count = stream.read(block)) {
        digest.update(block, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest messageDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("unknown digest " + algorithm, e);
    }
  }
}
