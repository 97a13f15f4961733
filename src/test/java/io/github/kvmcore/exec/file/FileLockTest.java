package io.github.kvmcore.exec.file;

import static io.github.kvmcore.exec.process.OwnProcess.JAVA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.process.OwnProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks on files, who holds them, and what their holders note. */
class FileLockTest {
  private final LocalFiles files = new LocalFiles();
  @TempDir Path folder;

  /** Tries to take a lock. */
  static final class LockIt {
    public static void main(String[] args) {
      System.out.print(new LocalFiles().tryLock(Path.of(args[0]), "a test").isPresent());
    }
  }

  @Test
  void aLockIsHeldAgainstThisProcessAndOthers() throws Exception {
    Path file = folder.resolve("lock");
    HostFiles.FileLock lock = files.tryLock(file, "a test").orElseThrow();
    assertEquals(0600, files.stat(file).orElseThrow().mode());
    assertTrue(files.tryLock(file, "a test").isEmpty());
    assertTrue(
        new LocalFiles()
            .tryLock(folder.resolve("../" + folder.getFileName() + "/lock"), "a test")
            .isEmpty());
    assertEquals("false", OwnProcess.run(JAVA, LockIt.class, file.toString()));
    lock.close();
    assertEquals("true", OwnProcess.run(JAVA, LockIt.class, file.toString()));
    files.tryLock(file, "a test").orElseThrow().close();
  }

  @Test
  void aLockIsWaitedForUntilItIsFree() throws Exception {
    Path file = folder.resolve("lock");
    HostFiles.FileLock lock = files.tryLock(file, "a test").orElseThrow();
    long start = System.nanoTime();
    assertTrue(files.lock(file, "another", Duration.ofMillis(50)).isEmpty());
    assertTrue(System.nanoTime() - start >= 50_000_000);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              Optional<HostFiles.FileLock> got = files.lock(file, "another", Duration.ofMinutes(1));
              got.ifPresent(HostFiles.FileLock::close);
              return got.isPresent();
            });
    Thread.sleep(100);
    assertFalse(waiting.isDone());
    lock.close();
    assertTrue(waiting.get(5, TimeUnit.SECONDS));
  }

  @Test
  void anInterruptEndsTheWaitForALock() {
    Path file = folder.resolve("lock");
    HostFiles.FileLock lock = files.tryLock(file, "a test").orElseThrow();
    Thread.currentThread().interrupt();
    assertTrue(files.lock(file, "another", Duration.ofMinutes(1)).isEmpty());
    assertTrue(Thread.interrupted());
    lock.close();
  }

  /** Holders remove their file as they end: who opened it just before must look again. */
  @Test
  void aLockThatIsGivenBackAllTheTimeIsNeverHeldByTwo() throws Exception {
    Path file = folder.resolve("lock");
    AtomicInteger holders = new AtomicInteger();
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      runs.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 50; i++) {
                  HostFiles.FileLock lock =
                      files.lock(file, "a test", Duration.ofMinutes(1)).orElseThrow();
                  assertEquals(1, holders.incrementAndGet());
                  holders.decrementAndGet();
                  lock.close();
                }
              },
              command -> new Thread(command).start()));
    }
    CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
  }

  /** What a killed holder noted is there for the next. */
  @Test
  void aKilledHoldersNotesAreTheNextOnes() throws IOException {
    Path file = folder.resolve("lock");
    String left = "a run of a long name, which was killed\n/a/folder\n/another\n";
    for (String mode : List.of("rw-------", "rw-r--r--")) {
      Files.writeString(file, left);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      try (HostFiles.FileLock lock = files.tryLock(file, "a test").orElseThrow()) {
        assertEquals(0600, files.stat(file).orElseThrow().mode());
        assertEquals(List.of("/a/folder", "/another"), lock.notes());
        lock.note(List.of("/b"));
      }
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void aNoteReplacesWhatWasThere() throws IOException {
    Path file = folder.resolve("lock");
    Files.writeString(file, "killed\n/a/folder/of/a/long/name\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    HostFiles.FileLock lock = files.tryLock(file, "a test").orElseThrow();
    lock.note(List.of("/b"));
    // Reading it ends the lock, which is no longer needed.
    assertEquals("a test\n/b\n", Files.readString(file));
    lock.close();
  }

  /** Of folders that only a run that makes or removes them can see to. */
  @Test
  void aHolderThatNotesNothingLeavesTheNotes() throws IOException {
    Path file = folder.resolve("lock");
    Files.writeString(file, "killed\n/a/folder\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    files.tryLock(file, "a look").orElseThrow().close();
    HostFiles.FileLock lock = files.tryLock(file, "a run").orElseThrow();
    assertEquals(List.of("/a/folder"), lock.notes());
    lock.note(List.of());
    lock.close();
    assertFalse(Files.exists(file));
  }
}
