package io.github.kvmcore.exec.file;

import static io.github.kvmcore.exec.process.OwnProcess.JAVA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.OwnProcess;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may open what is made, whatever the umask. */
class FileModeTest {
  private final LocalFiles files = new LocalFiles();
  @TempDir Path folder;

  /** Writes a file and makes a folder. */
  static final class WriteThem {
    public static void main(String[] args) {
      new LocalFiles().write(Path.of(args[0], "file"), "text", 0664, null);
      new LocalFiles().makeDirectory(Path.of(args[0], "folder"), 0777);
    }
  }

  @Test
  void permissionsAreExactWhateverTheUmask() throws Exception {
    OwnProcess.run("umask 077; " + JAVA, WriteThem.class, folder.toString());
    assertEquals(0664, files.stat(folder.resolve("file")).orElseThrow().mode());
    assertEquals(0777, files.stat(folder.resolve("folder")).orElseThrow().mode());
  }

  /** Of each kind that may hold a secret. */
  static final class WriteSecrets {
    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      LocalFiles files = new LocalFiles();
      files.makeDirectory(folder.resolve("closed"), 0700);
      files.write(folder.resolve("closed/written"), "x", 0600, null);
      files.create(folder.resolve("closed/created")).close();
      files.copy(folder.resolve("closed/written"), folder.resolve("closed/copied"));
      Command key = Command.of("openssl", "rand", "-hex", "32");
      Path made = folder.resolve("closed/made");
      if (!new ZtCommandRunner().run(key.withOutputFile(made)).ok()) {
        throw new IllegalStateException("openssl");
      }
    }
  }

  @Test
  void secretsAreClosedWhateverTheUmask() throws Exception {
    for (String umask : List.of("000", "077")) {
      Path place = Files.createDirectory(folder.resolve(umask));
      OwnProcess.run("umask " + umask + "; " + JAVA, WriteSecrets.class, place.toString());
      assertEquals(0700, files.stat(place.resolve("closed")).orElseThrow().mode());
      for (String name : List.of("copied", "created", "made", "written")) {
        Path file = place.resolve("closed").resolve(name);
        assertEquals(0600, files.stat(file).orElseThrow().mode(), umask + " " + name);
      }
    }
  }

  @Test
  void aFolderThatIsOpenIsClosed() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    files.restrict(open, 0700);
    assertEquals(0700, files.stat(open).orElseThrow().mode());
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("r-xr-x---"));
    files.restrict(open, 0700);
    assertEquals(0500, files.stat(open).orElseThrow().mode(), "nothing is added");
    assertEquals(List.of(), files.list(open));
  }

  @Test
  void aFolderThatOthersCouldWriteToIsNotClosedButRefused() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> files.restrict(open, 0700));
    assertTrue(e.getMessage().endsWith(open + " is writable by everyone (mode 0777)"));
    assertEquals(0777, files.stat(open).orElseThrow().mode());
  }

  @Test
  void copiesAreTheOwnersAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x".repeat(100_000));
    Path copy = folder.resolve("copy");
    files.copy(file, copy);
    assertEquals(-1, Files.mismatch(file, copy));
    assertEquals(0600, files.stat(copy).orElseThrow().mode());
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> files.copy(file, copy));
    assertEquals("can't copy " + file + " to " + copy + ": File exists", e.getMessage());
    assertEquals(-1, Files.mismatch(file, copy));
  }
}
