package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which kvmcore believes what it reads and deletes what it made: a path is trusted
 * where it, its folder and every folder above belong to root or to the running user, and no one
 * else can write to them. Symbolic links are followed by the same rule, the link's own owner
 * included.
 *
 * <p>A folder with the sticky bit, such as /tmp, may be above: no one can rename or remove in it
 * what others own. A group may write where it is the owner's private group, the one of the owner's
 * own name, but for root. An access list that lets others write shows in the group's bits, so it
 * counts as well.
 *
 * <p>File systems without owners, such as those of tests, are trusted.
 */
final class OwnershipRule {
  private static final int LINKS = 40;
  private static final int STICKY = 01000;
  private static final int GROUP_WRITE = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final int ROOT = 0;

  /** Folders that were found to be trusted: only the trusted users can change that. */
  private final Set<Path> trusted = ConcurrentHashMap.newKeySet();

  private final Set<Integer> alsoOwners;

  /** Trusts root and the running user. */
  OwnershipRule() {
    this(Set.of());
  }

  /**
   * Trusts these users as well, where root asks: whoever runs kvmcore through sudo chose to.
   *
   * @param alsoOwners user ids
   */
  OwnershipRule(Set<Integer> alsoOwners) {
    this.alsoOwners = Set.copyOf(alsoOwners);
  }

  /** The rule for programs: it trusts the owner of kvmcore's own folder as well. */
  static OwnershipRule ofPrograms(Path installation) throws IOException {
    return new OwnershipRule(Set.of(uid(installation)));
  }

  /** Whether root runs kvmcore. */
  static boolean isRoot() {
    return RunningUser.OWNERS.equals(Set.of(ROOT));
  }

  /** Whether a file or folder that is there belongs to root or to the running user. */
  static boolean isOwn(Path path) throws IOException {
    return RunningUser.OWNERS.contains(uid(path));
  }

  /**
   * Where a path leads.
   *
   * @param folder the last folder on the way that is trusted, with no link in it
   * @param rest the names behind it: of what is missing, or must not be trusted
   * @param violation why the path is not trusted; null where it is
   */
  record Way(Path folder, Deque<Path> rest, @Nullable String violation) {}

  /** Why a path is not trusted, naming the file or folder that is the reason; null where it is. */
  @Nullable String violation(Path path) throws IOException {
    return walk(path).violation;
  }

  /** The same of a file by itself, wherever it lies; of a link, of the link. */
  @Nullable String violationOf(Path file) throws IOException {
    return supported(file) ? check(file, attributes(file), true) : null;
  }

  /** Walks along a path as far as it is there and trusted. */
  Way walk(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path root = absolute.getRoot();
    Deque<Path> rest = new ArrayDeque<>();
    absolute.forEach(rest::add);
    Path folder = root;
    if (!supported(path)) {
      return new Way(root, rest, null);
    }
    int links = 0;
    String violation = check(root, attributes(root), false);
    while (violation == null && !rest.isEmpty()) {
      Path name = rest.peek();
      Path next = folder.resolve(name).normalize(); // folder holds no link, so .. is its parent
      if (trusted.contains(next)) {
        folder = next;
        rest.pop();
        continue;
      }
      Entry entry = attributes(next);
      if (entry == null) {
        break;
      }
      violation = check(next, entry, rest.size() == 1);
      if (violation == null && entry.isLink()) {
        rest.pop();
        if (++links > LINKS) {
          throw new IOException("Too many levels of symbolic links");
        }
        Path target = Files.readSymbolicLink(next);
        Deque<Path> names = new ArrayDeque<>();
        target.forEach(names::add);
        names.descendingIterator().forEachRemaining(rest::push);
        folder = target.isAbsolute() ? root : folder;
      } else if (violation == null && entry.isDirectory()) {
        folder = next;
        rest.pop();
        if ((entry.mode & STICKY) == 0) {
          trusted.add(next);
        }
      } else {
        break; // a file, or what must not be trusted
      }
    }
    return new Way(folder, rest, violation);
  }

  /** What the system says of a path; of a link, of itself. */
  private record Entry(boolean isLink, boolean isDirectory, int mode, int owner) {
    Entry(Map<String, Object> found) {
      this(
          Boolean.TRUE.equals(found.get("isSymbolicLink")),
          Boolean.TRUE.equals(found.get("isDirectory")),
          (Integer) Objects.requireNonNull(found.get("mode")),
          (Integer) Objects.requireNonNull(found.get("uid")));
    }
  }

  private static @Nullable Entry attributes(Path path) throws IOException {
    try {
      return new Entry(
          Files.readAttributes(
              path, "unix:isSymbolicLink,isDirectory,mode,uid", LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private @Nullable String check(Path path, @Nullable Entry entry, boolean last)
      throws IOException {
    if (entry == null) {
      return null;
    }
    if (!isTrusted(path.getFileSystem(), entry.owner)) {
      return path + " is owned by " + owner(path);
    }
    boolean shared = entry.isDirectory() && (entry.mode & STICKY) != 0 && !last;
    if (entry.isLink() || shared) {
      return null;
    }
    if ((entry.mode & OTHERS_WRITE) != 0) {
      return path + " is writable by everyone" + mode(entry);
    }
    return (entry.mode & GROUP_WRITE) != 0 && !isPrivateGroup(path, entry)
        ? path + " is writable by group " + posix(path).group().getName() + mode(entry)
        : null;
  }

  private static String mode(Entry entry) {
    return " (mode %04o)".formatted(entry.mode & 07777);
  }

  private static String owner(Path path) throws IOException {
    return posix(path).owner().getName();
  }

  private static boolean isPrivateGroup(Path path, Entry entry) throws IOException {
    PosixFileAttributes posix = posix(path);
    return entry.owner != ROOT && posix.group().getName().equals(posix.owner().getName());
  }

  private static PosixFileAttributes posix(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean supported(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private boolean isTrusted(FileSystem system, int owner) throws IOException {
    Set<Integer> owners = owners(system);
    boolean root = owners.size() == 1;
    return owners.contains(owner) || (root && alsoOwners.contains(owner));
  }

  /** Root and the running user; in a file system in memory the one to whom all of it belongs. */
  private static Set<Integer> owners(FileSystem system) throws IOException {
    return system.equals(FileSystems.getDefault())
        ? RunningUser.OWNERS
        : Set.of(uid(system.getRootDirectories().iterator().next()));
  }

  private static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  /** Read at the first use: who this process is does not change. */
  private static final class RunningUser {
    private static final Set<Integer> OWNERS = new HashSet<>(Set.of(ROOT));

    static {
      try {
        OWNERS.add(uid(Path.of("/proc/self")));
      } catch (IOException e) {
        throw new IllegalStateException("/proc/self does not say which user this is", e);
      }
    }
  }
}
