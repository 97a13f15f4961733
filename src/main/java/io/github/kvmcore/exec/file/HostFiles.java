package io.github.kvmcore.exec.file;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The host's file system, as far as kvmcore reads and changes it. Every method throws {@link
 * java.io.UncheckedIOException} where the system refuses; its message, which is for the user, names
 * what was tried, the path and the reason: {@code can't write /x/y: No space left on device}.
 */
public interface HostFiles {
  /** What is at the path; empty where nothing is or it may not be seen. Links are not followed. */
  Optional<FileFacts> stat(Path path);

  /**
   * The whole file as UTF-8 text, of 16 MiB at the most; empty where there is no regular file or it
   * may not be read. Bytes that are not UTF-8 are kept as {@link TextEncoding#decode} does.
   */
  Optional<String> read(Path path);

  /**
   * The same for what is no one else's concern: a recording does not hold it.
   *
   * @param instead a text of its kind, which a recording has in its place
   */
  default Optional<String> secret(Path path, String instead) {
    return read(path);
  }

  /** The first bytes of a file, at most {@code count}. */
  byte[] head(Path path, int count);

  /** Looks at a file's size and first bytes. */
  interface Check {
    /** What is wrong with them; empty where nothing is. */
    Optional<String> flaw(long bytes, byte[] head);
  }

  /**
   * What a check says of a regular file; empty where there is none, or it may not be read. A
   * recording holds only what is wrong.
   *
   * @param count how many of the first bytes the check gets, where the file has so many
   */
  Optional<String> flaw(Path path, int count, Check check);

  /**
   * Why what is at a path must not be believed, and what it names not be deleted: the file, its
   * folder or a folder above belongs to a user other than root and the running user, or another
   * user else can write to it. Names the reason: {@code /srv/pool is owned by alice}. Empty where
   * it is trusted, or where there is nothing in folders that are.
   */
  default Optional<String> untrusted(Path path) {
    return untrusted(path, Set.of());
  }

  /**
   * The same for a file that the user hands to kvmcore. For what kvmcore itself wrote, such as
   * claims and locks, no one else counts.
   *
   * @param alsoOwners ids of users who are trusted as well where root asks
   */
  Optional<String> untrusted(Path path, Set<Integer> alsoOwners);

  /**
   * The text of a file that must be one of some folders'; empty where nothing has that name.
   *
   * @throws java.io.UncheckedIOException where it is no regular file of UTF-8 text of at most that
   *     many bytes, or where its real path is in none of the folders
   */
  Optional<String> readWithin(Path path, List<Path> folders, int mostBytes);

  /** The path with every symbolic link in it followed; something must be there. */
  Path real(Path path);

  /** A regular file's bytes, to be closed by the caller; a symbolic link is refused. */
  InputStream open(Path path);

  /**
   * A new file of mode 0600, to be written and closed by the caller; it must not exist. Blocks of
   * zeros take no room in it; those at its end are there when it is closed.
   */
  OutputStream create(Path path);

  /** Sets a file's permission bits and forces its bytes to the disk. */
  void seal(Path path, int mode);

  /**
   * The last bytes of a regular file as text, at most {@code count}; empty where there is nothing
   * or it may not be read. A symbolic link is refused.
   */
  String tail(Path path, int count);

  /** The names in a directory, sorted; empty where there is none or it may not be read. */
  List<String> list(Path directory);

  /** Bytes that may still be written where the path, or its nearest existing parent, lies. */
  long usableSpace(Path path);

  /**
   * Whether there is a program at a path that kvmcore runs: as root only one that no one else could
   * have put there.
   */
  boolean isExecutable(Path path);

  /**
   * Whether the running user may write to a file, or make files in a directory: what the system
   * itself says, so groups, access lists, root's rights and read-only file systems all count.
   */
  boolean isWritable(Path path);

  /**
   * Whether kvmcore runs as root: only root can give files to other users, and delete what other
   * users made in their folders.
   */
  boolean isRoot();

  /** The file's digest in lower-case hexadecimal; {@code algorithm} in Java's words: SHA-256. */
  String digest(Path path, String algorithm);

  /**
   * Writes a file whole or not at all: to a temporary name beside it, to the disk, then renamed. A
   * power failure after that leaves the file as it was written.
   *
   * @param mode the permission bits, whatever the umask
   * @param owner the user that gets it; the running user where null
   */
  void write(Path path, String text, int mode, @Nullable String owner);

  /** Makes one directory with exactly these permission bits; its parent must exist. */
  void makeDirectory(Path path, int mode);

  /**
   * Takes from a directory all permission bits but these.
   *
   * @throws java.io.UncheckedIOException also where others can change it ({@link #untrusted})
   */
  void restrict(Path directory, int mode);

  /**
   * Renames within a file system, replacing what is there. The content is on the disk before the
   * file has its new name, and the name is when this returns.
   */
  void move(Path from, Path to);

  /** Copies a file's bytes to a new file of mode 0600. */
  void copy(Path from, Path to);

  /**
   * Deletes a file, a link or an empty directory. In a folder that others can write to, no link on
   * the way is followed.
   *
   * @return whether there was one
   */
  boolean delete(Path path);

  /**
   * Deletes a directory with all that it holds, or a file, in the same way; one that another user
   * changes meanwhile is an error.
   *
   * @return what was deleted, a folder's content before it; empty where nothing was there
   */
  List<Path> deleteTree(Path path);

  /**
   * Takes an exclusive lock on a file, made where it is missing, that the kernel releases when this
   * process ends. Empty where another process, or this one, holds it. A locked file must not be
   * read or copied by its holder: the kernel would take the lock for given back. Closing the lock
   * removes the file.
   *
   * @param holder a line about this process, written into the file for the others to read
   */
  Optional<FileLock> tryLock(Path path, String holder);

  /**
   * Waits for the lock of {@link #tryLock} until it is free; empty where it is held for longer than
   * the limit, or this thread is interrupted.
   */
  Optional<FileLock> lock(Path path, String holder, Duration limit);

  /** A held lock. */
  interface FileLock extends AutoCloseable {
    /**
     * What an earlier holder that was killed had noted for the next, until {@link #note} says
     * otherwise: a holder that says nothing leaves the lock's file, and them in it. Not kept over a
     * reboot where the lock lies in a file system that is not.
     */
    default List<String> notes() {
      return List.of();
    }

    /**
     * Notes lines for the next holder, should this one be killed; they replace all earlier ones. Of
     * a holder that is not killed none are left.
     */
    default void note(List<String> lines) {}

    @Override
    void close();
  }
}
