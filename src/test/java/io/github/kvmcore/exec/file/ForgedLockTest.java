package io.github.kvmcore.exec.file;

import static io.github.kvmcore.exec.process.OwnProcess.JAVA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.exec.process.OwnProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What another user may have put where a lock is made: it is not waited for, written or removed.
 */
@Timeout(60)
class ForgedLockTest {
  private static final String SECRET = "root:$6$salt$hash:19000::::::\n";

  private final LocalFiles files = new LocalFiles();

  @TempDir Path folder;
  private Path lock;
  private Path victim;

  /** Says the mode of a lock that it takes. */
  static final class TakeIt {
    public static void main(String[] args) {
      Path file = Path.of(args[0]);
      try (HostFiles.FileLock lock = new LocalFiles().tryLock(file, "a test").orElseThrow()) {
        lock.note(List.of());
        System.out.printf("%o", new LocalFiles().stat(file).orElseThrow().mode());
      }
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    lock = folder.resolve("lock");
    victim = folder.resolve("shadow");
    Files.writeString(victim, SECRET);
    mode(victim, "rw-r-----");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** Both ways to take it end at once, and leave all as it was. */
  private void refused(Path path, String reason) throws IOException {
    String expected = "can't lock " + path + ": " + reason;
    for (Executable attempt :
        List.<Executable>of(
            () -> files.tryLock(path, "a test"),
            () -> files.lock(path, "a test", Duration.ofHours(1)))) {
      UncheckedIOException e = assertThrows(UncheckedIOException.class, attempt);
      assertEquals(expected, e.getMessage());
      assertTrue(Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }
    assertEquals(SECRET, Files.readString(victim));
    assertEquals(0640, files.stat(victim).orElseThrow().mode());
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Files.createSymbolicLink(lock, victim);
    refused(lock, "it is a symbolic link");
  }

  @Test
  void aLinkToNothingMakesNothing() throws IOException {
    Files.createSymbolicLink(lock, folder.resolve("new"));
    refused(lock, "it is a symbolic link");
    assertFalse(Files.exists(folder.resolve("new")));
  }

  @Test
  void aHardLinkIsNotWritten() throws IOException {
    Files.createLink(lock, victim);
    refused(lock, "it is a hard link to a file that has another name");
  }

  @Test
  void aPipeIsNotOpened() throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", "-m", "600", lock.toString()).start().waitFor());
    refused(lock, "it is a pipe, a socket or a device");
  }

  @Test
  void aFolderIsNoLock() throws IOException {
    Files.createDirectory(lock);
    refused(lock, "it is a folder");
  }

  @Test
  void aFileThatAllCanWriteToIsNotBelieved() throws IOException {
    Files.writeString(lock, "killed\n/a/folder\n");
    mode(lock, "rw-rw-rw-");
    refused(lock, lock + " is writable by everyone (mode 0666)");
    assertEquals("killed\n/a/folder\n", Files.readString(lock));
  }

  @Test
  void anotherUsersFileIsNotBelieved() throws IOException {
    FileSystem memory =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .build());
    Path theirs = memory.getPath("lock").toAbsolutePath();
    Files.writeString(theirs, "killed\n/a/folder\n");
    mode(theirs, "rw-------");
    Files.setOwner(theirs, memory.getUserPrincipalLookupService().lookupPrincipalByName("mallory"));
    refused(theirs, theirs + " is owned by mallory");
    assertEquals("killed\n/a/folder\n", Files.readString(theirs));
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077", "0277"})
  void itsModeIsTheSameUnderAnyUmask(String umask) throws Exception {
    assertEquals("600", OwnProcess.run("umask " + umask + "; " + JAVA, TakeIt.class, lock + ""));
    assertEquals(Optional.empty(), files.stat(lock));
  }
}
