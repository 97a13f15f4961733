package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The file system of this host, or of a test: whichever its paths belong to. */
public final class LocalFiles implements HostFiles {
  /** More than any text that kvmcore has to read; larger files are refused, not cut. */
  private static final int READ_LIMIT_BYTES = 16 << 20;

  private final OwnershipRule rule = new OwnershipRule();

  /** By the users that they trust besides. */
  private final Map<Set<Integer>, OwnershipRule> wider = new ConcurrentHashMap<>();

  private final SearchPath programs;
  private final boolean root;

  /** The host's, with the programs that this process may run. */
  public LocalFiles() {
    this(SearchPath.ofProcess());
  }

  /** With the programs that may be run. */
  public LocalFiles(SearchPath programs) {
    this(programs, OwnershipRule.isRoot());
  }

  /**
   * As a user sees them.
   *
   * @param root whether that is root
   */
  public LocalFiles(boolean root) {
    this(SearchPath.ofProcess(), root);
  }

  private LocalFiles(SearchPath programs, boolean root) {
    this.programs = programs;
    this.root = root;
  }

  @Override
  public Optional<FileFacts> stat(Path path) {
    try {
      return Optional.of(FileStat.of(path));
    } catch (NoSuchFileException | AccessDeniedException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileFailure.of("look at " + path, e);
    }
  }

  @Override
  public Optional<String> read(Path path) {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (InputStream stream = Files.newInputStream(path)) {
      byte[] bytes = stream.readNBytes(READ_LIMIT_BYTES + 1);
      if (bytes.length > READ_LIMIT_BYTES) {
        throw new IOException("it is larger than " + (READ_LIMIT_BYTES >> 20) + " MiB");
      }
      return Optional.of(TextEncoding.decode(bytes));
    } catch (NoSuchFileException | AccessDeniedException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileFailure.of("read " + path, e);
    }
  }

  @Override
  public byte[] head(Path path, int count) {
    try {
      if (Files.isRegularFile(path) && Files.size(path) == 0) {
        return new byte[0]; // or a file of the kernel's, which may wait for ever for what comes
      }
    } catch (IOException e) {
      throw FileFailure.of("read " + path, e);
    }
    try (InputStream stream = Files.newInputStream(path)) {
      return stream.readNBytes(count);
    } catch (IOException e) {
      throw FileFailure.of("read " + path, e);
    }
  }

  @Override
  public Optional<String> flaw(Path path, int count, Check check) {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream stream = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return check.flaw(Files.size(path), stream.readNBytes(count));
    } catch (NoSuchFileException | AccessDeniedException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileFailure.of("read " + path, e);
    }
  }

  @Override
  public Optional<String> untrusted(Path path, Set<Integer> alsoOwners) {
    OwnershipRule asked =
        alsoOwners.isEmpty() ? rule : wider.computeIfAbsent(alsoOwners, OwnershipRule::new);
    try {
      return Optional.ofNullable(asked.violation(path));
    } catch (AccessDeniedException e) {
      return Optional.of(path + " may not be looked at");
    } catch (IOException e) {
      throw FileFailure.of("look at " + path, e);
    }
  }

  @Override
  public Optional<String> readWithin(Path path, List<Path> folders, int mostBytes) {
    try {
      return Optional.of(ConfinedFile.read(path, folders, mostBytes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileFailure.of("read " + path, e);
    }
  }

  @Override
  public Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw FileFailure.of("look at " + path, e);
    }
  }

  @Override
  public InputStream open(Path path) {
    try {
      requireFile(path);
      return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw FileFailure.of("read " + path, e);
    }
  }

  /** Told by name: to open a pipe would wait, and a link fails with words about loops. */
  private static void requireFile(Path path) throws IOException {
    FileFacts.Kind kind = FileStat.of(path).kind();
    if (kind != FileFacts.Kind.FILE) {
      throw new IOException("it is " + kind.words() + ", not a regular file");
    }
  }

  @Override
  public OutputStream create(Path path) {
    try {
      return new SparseFile(FileBytes.newFile(path));
    } catch (IOException e) {
      throw FileFailure.of("write " + path, e);
    }
  }

  @Override
  public void seal(Path path, int mode) {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      PosixModes.set(path, mode);
      channel.force(true);
    } catch (IOException e) {
      throw FileFailure.of("write " + path, e);
    }
  }

  @Override
  public String tail(Path path, int count) {
    try {
      requireFile(path);
      return new String(FileBytes.last(path, count), StandardCharsets.UTF_8);
    } catch (NoSuchFileException | AccessDeniedException e) {
      return "";
    } catch (IOException e) {
      throw FileFailure.of("read " + path, e);
    }
  }

  @Override
  public List<String> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    } catch (NoSuchFileException | AccessDeniedException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw FileFailure.of("list the folder " + directory, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw FileFailure.of("list the folder " + directory, e);
    }
    Collections.sort(names);
    return List.copyOf(names);
  }

  @Override
  public long usableSpace(Path path) {
    Path existing = path.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      return Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      throw FileFailure.of("ask for the free space of " + existing, e);
    }
  }

  @Override
  public boolean isExecutable(Path path) {
    return programs.mayRun(path);
  }

  @Override
  public boolean isWritable(Path path) {
    return Files.isWritable(path);
  }

  @Override
  public boolean isRoot() {
    return root;
  }

  @Override
  public String digest(Path path, String algorithm) {
    try {
      return FileBytes.digest(path, algorithm);
    } catch (IOException e) {
      throw FileFailure.of("read " + path, e);
    }
  }

  @Override
  public void write(Path path, String text, int mode, @Nullable String owner) {
    try {
      FileBytes.write(path, text, mode, owner);
    } catch (IOException e) {
      throw FileFailure.of("write " + path, e);
    }
  }

  @Override
  public void makeDirectory(Path path, int mode) {
    try {
      Files.createDirectory(path, PosixModes.attribute(path, mode));
      PosixModes.set(path, mode);
    } catch (IOException e) {
      throw FileFailure.of("make the folder " + path, e);
    }
  }

  @Override
  public void restrict(Path directory, int mode) {
    try {
      String violation = rule.violation(directory);
      if (violation != null) {
        throw new IOException(violation);
      }
      PosixModes.restrict(directory, mode);
    } catch (IOException e) {
      throw FileFailure.of("keep others out of the folder " + directory, e);
    }
  }

  @Override
  public void move(Path from, Path to) {
    try {
      FileBytes.move(from, to);
    } catch (IOException e) {
      throw FileFailure.of("rename " + from + " to " + to, e);
    }
  }

  @Override
  public void copy(Path from, Path to) {
    try {
      FileBytes.copy(from, to);
    } catch (IOException e) {
      throw FileFailure.of("copy " + from + " to " + to, e);
    }
  }

  @Override
  public boolean delete(Path path) {
    try {
      return SafeDeletion.delete(rule, path);
    } catch (IOException e) {
      throw FileFailure.of("delete " + path, e);
    }
  }

  @Override
  public List<Path> deleteTree(Path path) {
    try {
      return SafeDeletion.deleteTree(rule, path);
    } catch (IOException e) {
      throw FileFailure.of("delete " + path, e);
    }
  }

  @Override
  public Optional<FileLock> tryLock(Path path, String holder) {
    try {
      return LockedFile.tryLock(rule, path, holder);
    } catch (IOException e) {
      throw FileFailure.of("lock " + path, e);
    }
  }

  @Override
  public Optional<FileLock> lock(Path path, String holder, Duration limit) {
    try {
      return LockedFile.lock(rule, path, holder, limit);
    } catch (IOException e) {
      throw FileFailure.of("lock " + path, e);
    }
  }
}
