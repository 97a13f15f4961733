package io.github.kvmcore.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where locks lie, and whose are believed. */
@Timeout(60)
class RunLockTest {
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  private final FileSystem memory =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder()
              .setWorkingDirectory("/")
              .setAttributeViews("basic", "owner", "posix", "unix")
              .build());
  private final LocalFiles files = new LocalFiles();
  private final Path home = memory.getPath("/home/ada");
  private final Path folder = memory.getPath("/run/kvmcore");
  private final Path file = folder.resolve("kvmcore-coreos.lock");
  private final RunLock lock = new RunLock(files, file, "kvmcore create, process 1 of root");

  @BeforeEach
  void prepare() throws IOException {
    for (String path : List.of("/", "/run", "/home", "/home/ada", "/etc")) {
      Files.createDirectories(memory.getPath(path));
      mode(memory.getPath(path), "rwxr-xr-x");
    }
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void give(Path path) throws IOException {
    Files.setOwner(path, memory.getUserPrincipalLookupService().lookupPrincipalByName("mallory"));
  }

  private void plant() throws IOException {
    Files.createDirectory(folder);
    mode(folder, "rwx------");
    Files.writeString(file, "killed\n/srv/theirs\n");
    mode(file, "rw-------");
  }

  private Environment environment(String user, @Nullable Path ofUser, Map<String, String> more) {
    Environment.Terminal none = new Environment.Terminal(false, false, false);
    InputStream in = InputStream.nullInputStream();
    Path work = memory.getPath("/");
    return new Environment(
        more, ofUser, ofUser, work, work, "amd64", user, 17, none, in, NOWHERE, NOWHERE);
  }

  private static void refused(RunLock lock, String text) {
    for (Executable attempt :
        List.<Executable>of(lock::tryTake, () -> lock.take(Duration.ofHours(1)))) {
      KvmcoreException e = assertThrows(KvmcoreException.class, attempt);
      assertEquals(text, e.text());
      assertEquals(ExitCode.HOST, e.exitCode());
    }
  }

  @Test
  void rootsLieInRun() {
    Path found = LockFolder.of(environment("root", home, Map.of()).run(), files);
    assertEquals(folder, found);
  }

  /** A run from cron, which has neither, and one at a terminal meet. */
  @Test
  void othersLieBelowTheirHomesWhateverTheirSessionSays() throws IOException {
    Files.writeString(memory.getPath("/etc/machine-id"), "0123456789abcdef0123456789abcdef\n");
    Path cron = LockFolder.of(environment("ada", home, Map.of()).run(), files);
    Map<String, String> session =
        Map.of("XDG_RUNTIME_DIR", "/run/user/1000", "XDG_STATE_HOME", "/home/ada/state");
    assertEquals(cron, LockFolder.of(environment("ada", home, session).run(), files));
    assertEquals(home.resolve(".local/state/kvmcore/locks"), cron.getParent());
    assertTrue(cron.getFileName().toString().matches("[0-9a-f]{12}"), cron::toString);
  }

  @Test
  void hostsWithTheSameHomesHaveFoldersOfTheirOwn() throws IOException {
    Environment ada = environment("ada", home, Map.of());
    Path id = memory.getPath("/etc/machine-id");
    Files.writeString(id, "0123456789abcdef0123456789abcdef\n");
    Path one = LockFolder.of(ada.run(), files);
    Files.writeString(id, "fedcba9876543210fedcba9876543210\n");
    Path other = LockFolder.of(ada.run(), files);
    Files.writeString(id, "uninitialized\n");
    Files.createDirectories(memory.getPath("/proc/sys/kernel"));
    Files.writeString(memory.getPath("/proc/sys/kernel/hostname"), "vm7\n");
    Path named = LockFolder.of(ada.run(), files);
    assertEquals(3, Set.of(one, other, named).size());
  }

  @Test
  void withoutAHomeThereIsNoPlace() {
    KvmcoreException e =
        assertThrows(
            KvmcoreException.class,
            () -> LockFolder.of(environment("ada", null, Map.of()).run(), files));
    assertEquals(
        "no place for locks: user ada has no home directory\n"
            + "  next: sudo usermod --home /home/ada ada",
        e.text());
    assertEquals(ExitCode.HOST, e.exitCode());
  }

  @Test
  void theFirstRunMakesTheFolderForItsUserAlone() {
    try (HostFiles.FileLock taken = lock.tryTake().orElseThrow()) {
      assertEquals(0700, files.stat(folder).orElseThrow().mode());
      assertEquals(0600, files.stat(file).orElseThrow().mode());
      taken.note(List.of());
    }
    assertEquals(List.of(), files.list(folder));
  }

  @Test
  void itsNotesAreThoseOfAKilledRun() throws IOException {
    plant();
    assertEquals(List.of("/srv/theirs"), lock.tryTake().orElseThrow().notes());
  }

  @ParameterizedTest
  @CsvSource({"rwx------", "rwxrwxrwx"})
  void aFolderThatAnotherUserMadeAheadIsRefused(String mode) throws IOException {
    plant();
    mode(folder, mode);
    give(folder);
    refused(
        lock,
        "lock /run/kvmcore/kvmcore-coreos.lock refused: /run/kvmcore is owned by mallory\n"
            + "  next: mv /run/kvmcore /run/kvmcore.untrusted");
    assertEquals("killed\n/srv/theirs\n", Files.readString(file));
  }

  @Test
  void aFolderThatAllCanWriteToIsRefused() throws IOException {
    plant();
    mode(folder, "rwxrwxrwx");
    refused(
        lock,
        "lock /run/kvmcore/kvmcore-coreos.lock refused:"
            + " /run/kvmcore is writable by everyone (mode 0777)\n"
            + "  next: mv /run/kvmcore /run/kvmcore.untrusted");
  }

  @Test
  void anotherUsersLockIsRefused() throws IOException {
    plant();
    give(file);
    refused(
        lock,
        "lock /run/kvmcore/kvmcore-coreos.lock refused:"
            + " /run/kvmcore/kvmcore-coreos.lock is owned by mallory\n"
            + "  next: mv /run/kvmcore/kvmcore-coreos.lock"
            + " /run/kvmcore/kvmcore-coreos.lock.untrusted");
    assertEquals("killed\n/srv/theirs\n", Files.readString(file));
  }

  @Test
  void theFolderByALinkIsWhatTheLinkLeadsTo() throws IOException {
    Path theirs = Files.createDirectory(memory.getPath("/home/mallory"));
    give(theirs);
    Files.createSymbolicLink(folder, theirs);
    refused(
        lock,
        "lock /run/kvmcore/kvmcore-coreos.lock refused: /home/mallory is owned by mallory\n"
            + "  next: namei -l /run/kvmcore/kvmcore-coreos.lock");
    assertEquals(List.of(), files.list(theirs));
  }

  /** Nothing is made in a folder that others can change. */
  @Test
  void aHomeOfOthersIsRefusedBeforeAFolderIsMadeInIt() throws IOException {
    mode(home, "rwxrwxrwx");
    Path below = home.resolve(".local/state/kvmcore/locks/host/kvmcore-coreos.lock");
    refused(
        new RunLock(files, below, ""),
        "lock "
            + below
            + " refused: /home/ada is writable by everyone (mode 0777)\n  next: namei -l "
            + below);
    assertEquals(List.of(), files.list(home));
  }

  @Test
  void whatAHolderSaysIsOneShortLine() throws IOException {
    plant();
    Files.writeString(file, "x".repeat(100_000) + "\nkvmcore: all is well");
    assertEquals("x".repeat(200), lock.whoHolds());
  }
}
