package io.github.kvmcore.image;

import io.github.kvmcore.exec.FileFacts;
import io.github.kvmcore.exec.HostFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The real file system for tests, without the product's care. */
final class NioFiles implements HostFiles {
  private interface Call<T> {
    T run() throws Exception;
  }

  private static <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e.toString(), e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<PosixFilePermission> bits(int mode) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((mode >> (8 - permission.ordinal()) & 1) == 1) {
        set.add(permission);
      }
    }
    return set;
  }

  @Override
  public Optional<FileFacts> stat(Path path) {
    return call(
        () -> {
          try {
            var posix =
                Files.readAttributes(
                    path,
                    java.nio.file.attribute.PosixFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            FileFacts.Kind kind =
                posix.isSymbolicLink()
                    ? FileFacts.Kind.LINK
                    : posix.isDirectory() ? FileFacts.Kind.DIRECTORY : FileFacts.Kind.FILE;
            int mode = 0;
            for (PosixFilePermission permission : posix.permissions()) {
              mode |= 1 << (8 - permission.ordinal());
            }
            return Optional.of(
                new FileFacts(
                    kind,
                    posix.size(),
                    mode,
                    posix.owner().getName(),
                    posix.lastModifiedTime().toMillis()));
          } catch (NoSuchFileException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public Optional<String> read(Path path) {
    return Files.isRegularFile(path)
        ? call(() -> Optional.of(Files.readString(path)))
        : Optional.empty();
  }

  @Override
  public byte[] head(Path path, int count) {
    return call(
        () -> {
          try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(count);
          }
        });
  }

  @Override
  public Path real(Path path) {
    return call(path::toRealPath);
  }

  @Override
  public InputStream open(Path path) {
    return call(() -> Files.newInputStream(path));
  }

  @Override
  public OutputStream create(Path path) {
    return call(() -> Files.newOutputStream(path, StandardOpenOption.CREATE_NEW));
  }

  @Override
  public void seal(Path path, int mode) {
    call(
        () -> {
          Files.setPosixFilePermissions(path, bits(mode));
          try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
          return path;
        });
  }

  @Override
  public String tail(Path path, int count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    return call(
        () -> {
          try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
          }
        });
  }

  @Override
  public long usableSpace(Path path) {
    return 1 << 20;
  }

  @Override
  public boolean isExecutable(Path path) {
    return Files.isExecutable(path);
  }

  @Override
  public String digest(Path path, String algorithm) {
    return call(
        () ->
            HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(path))));
  }

  @Override
  public void write(Path path, String text, int mode, String owner) {
    call(() -> Files.writeString(path, text));
  }

  @Override
  public void makeDirectory(Path path, int mode) {
    call(
        () -> {
          Files.createDirectory(path, PosixFilePermissions.asFileAttribute(bits(mode)));
          return Files.setPosixFilePermissions(path, bits(mode));
        });
  }

  @Override
  public void move(Path from, Path to) {
    call(() -> Files.move(from, to, StandardCopyOption.REPLACE_EXISTING));
  }

  @Override
  public void copy(Path from, Path to) {
    call(() -> Files.copy(from, to));
  }

  @Override
  public void delete(Path path) {
    call(() -> Files.deleteIfExists(path));
  }

  @Override
  public void deleteTree(Path path) {
    if (Files.exists(path)) {
      call(
          () -> {
            try (Stream<Path> paths = Files.walk(path)) {
              paths.sorted(Comparator.reverseOrder()).forEach(this::delete);
            }
            return path;
          });
    }
  }

  @Override
  public Optional<FileLock> tryLock(Path path) {
    return call(
        () -> {
          FileChannel channel =
              FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          try {
            if (channel.tryLock() != null) {
              return Optional.of(() -> call(() -> closed(channel)));
            }
          } catch (OverlappingFileLockException e) {
            return Optional.empty();
          }
          return Optional.empty();
        });
  }

  private static FileChannel closed(FileChannel channel) throws IOException {
    channel.close();
    return channel;
  }
}
