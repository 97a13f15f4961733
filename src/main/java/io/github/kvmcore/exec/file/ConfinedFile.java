package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Reads a text file only where its real path is in one of some folders. */
final class ConfinedFile {
  private ConfinedFile() {}

  /**
   * The text.
   *
   * @throws NoSuchFileException where nothing has that name
   * @throws IOException where it is a link out of the folders, no regular file, too large or no
   *     UTF-8
   */
  static String read(Path path, List<Path> folders, int mostBytes) throws IOException {
    // A name that is there must not be taken for a missing one, also where it leads nowhere.
    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Path real = real(path);
    if (!isWithin(real, folders)) {
      throw new IOException("it leads out of its folder, to " + real);
    }
    // Asked before it is opened: to open a pipe is to wait for somebody who writes to it.
    if (!Files.isRegularFile(real)) {
      throw new IOException("it is not a regular file");
    }
    return text(real, mostBytes);
  }

  private static Path real(Path path) throws IOException {
    try {
      return path.toRealPath();
    } catch (NoSuchFileException e) {
      throw new IOException("it is a link to nothing", e);
    }
  }

  private static boolean isWithin(Path real, List<Path> folders) throws IOException {
    for (Path folder : folders) {
      if (Files.isDirectory(folder) && real.startsWith(folder.toRealPath())) {
        return true;
      }
    }
    return false;
  }

  private static String text(Path real, int mostBytes) throws IOException {
    try (InputStream stream = Files.newInputStream(real)) {
      byte[] bytes = stream.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw new IOException("it is larger than " + (mostBytes >> 10) + " KiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8 text", e);
    }
  }
}
