package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Opens files that nobody but their owner may read or write, whatever the umask. */
public final class PrivateFile {
  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private PrivateFile() {}

  /**
   * For writing, made where it is missing; an earlier run's file gets mode 0600 as well.
   *
   * @throws IOException also where it is a symbolic link
   */
  public static FileChannel open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, OPTIONS, PosixModes.attribute(path, PosixModes.OWNER_ONLY));
    try {
      PosixModes.set(path, PosixModes.OWNER_ONLY);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
