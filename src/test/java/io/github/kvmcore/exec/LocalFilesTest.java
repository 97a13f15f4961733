package io.github.kvmcore.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
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

class LocalFilesTest {
  private final LocalFiles files = new LocalFiles();
  private final Path memory =
      Jimfs.newFileSystem(Configuration.unix().toBuilder().setMaxSize(1 << 20).build())
          .getPath("/cluster");
  @TempDir Path folder;

  private static String user() {
    return System.getProperty("user.name");
  }

  /** A process of its own, as the umask and a lock are a process's. */
  private static String run(String script, String className, String... arguments) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    List<String> argv = new java.util.ArrayList<>(List.of("sh", "-c", script, java, classes));
    argv.add(className);
    argv.addAll(List.of(arguments));
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static final String JAVA = "exec \"$0\" -cp \"$@\"";

  /** Writes a file and makes a folder. */
  static final class WriteThem {
    public static void main(String[] args) {
      new LocalFiles().write(Path.of(args[0], "file"), "text", 0664, null);
      new LocalFiles().makeDirectory(Path.of(args[0], "folder"), 0777);
    }
  }

  /** Tries to take a lock. */
  static final class LockIt {
    public static void main(String[] args) {
      System.out.print(new LocalFiles().tryLock(Path.of(args[0]), "a test").isPresent());
    }
  }

  @Test
  void permissionsAreExactWhateverTheUmask() throws Exception {
    run("umask 077; " + JAVA, WriteThem.class.getName(), folder.toString());
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
      run("umask " + umask + "; " + JAVA, WriteSecrets.class.getName(), place.toString());
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
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    files.restrict(open, 0700);
    assertEquals(0700, files.stat(open).orElseThrow().mode());
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("r-xr-x---"));
    files.restrict(open, 0700);
    assertEquals(0500, files.stat(open).orElseThrow().mode(), "nothing is added");
    assertEquals(List.of(), files.list(open));
  }

  @Test
  void writesWhole() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "old");
    files.write(file, "zażółć\n", 0640, user());
    assertEquals(Optional.of("zażółć\n"), files.read(file));
    assertEquals(List.of("file"), files.list(folder));
    FileFacts facts = files.stat(file).orElseThrow();
    assertEquals(0640, facts.mode());
    assertEquals(user(), facts.owner());
    assertEquals(11, facts.bytes());
    assertTrue(facts.isFile());
  }

  @Test
  void aFailedWriteLeavesNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "old");
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class, () -> files.write(file, "new", 0600, "nobody-of-the-name"));
    assertEquals("can't write " + file + ": there is no user nobody-of-the-name", e.getMessage());
    assertEquals(List.of("file"), files.list(folder));
    assertEquals("old", Files.readString(file));
  }

  @Test
  void aFullDiskIsToldOf() throws IOException {
    Files.createDirectory(memory);
    Path file = memory.resolve("file");
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class, () -> files.write(file, "x".repeat(2 << 20), 0600, null));
    assertTrue(e.getMessage().startsWith("can't write /cluster/file: "), e.getMessage());
    assertEquals(List.of(), files.list(memory));
  }

  @Test
  void worksInMemoryToo() throws IOException {
    files.makeDirectory(memory, 0755);
    Path file = memory.resolve("file");
    files.write(file, "text", 0644, "root");
    files.copy(file, memory.resolve("copy"));
    files.move(file, memory.resolve("moved"));
    assertEquals(List.of("copy", "moved"), files.list(memory));
    assertEquals(Optional.of("text"), files.read(memory.resolve("copy")));
    assertEquals(4, files.stat(memory.resolve("copy")).orElseThrow().bytes());
    assertTrue(files.usableSpace(memory.resolve("no/such/thing")) > 0);
    files.deleteTree(memory);
    assertEquals(Optional.empty(), files.stat(memory));
  }

  @Test
  void whatIsNotThereIsEmpty() {
    Path missing = folder.resolve("no/such");
    assertEquals(Optional.empty(), files.stat(missing));
    assertEquals(Optional.empty(), files.read(missing));
    assertEquals("", files.tail(missing, 5));
    assertEquals(List.of(), files.list(missing));
    assertFalse(files.isExecutable(missing));
    files.delete(missing);
    files.deleteTree(missing);
    assertTrue(files.usableSpace(missing) > 0);
  }

  @Test
  void readsNoFolderAndNoDevice() {
    assertEquals(Optional.empty(), files.read(folder));
    assertEquals(Optional.empty(), files.read(Path.of("/dev/null")));
    assertEquals(FileFacts.Kind.DEVICE, files.stat(Path.of("/dev/null")).orElseThrow().kind());
  }

  @Test
  void readsAFileWhoseSizeIsNotKnown() {
    assertTrue(files.read(Path.of("/proc/self/status")).orElseThrow().contains("Pid:"));
  }

  @Test
  void refusesToReadAHugeFile() throws Exception {
    Path file = folder.resolve("huge");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength((16 << 20) + 1);
    }
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> files.read(file));
    assertEquals("can't read " + file + ": it is larger than 16 MiB", e.getMessage());
  }

  @Test
  void readsEndsAndDigests() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "hello");
    assertArrayEquals("he".getBytes(), files.head(file, 2));
    assertArrayEquals("hello".getBytes(), files.head(file, 20));
    assertEquals("lo", files.tail(file, 2));
    assertEquals("hello", files.tail(file, 20));
    assertEquals(
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        files.digest(file, "SHA-256"));
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

  @Test
  void deletesNothingBehindALink() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree/deep/deeper"));
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Files.writeString(kept.resolve("file"), "mine");
    Files.createSymbolicLink(tree.resolve("link"), kept);
    Files.createSymbolicLink(folder.resolve("top"), kept);
    files.deleteTree(folder.resolve("tree"));
    files.deleteTree(folder.resolve("top"));
    assertEquals(List.of("kept"), files.list(folder));
    assertEquals(List.of("file"), files.list(kept));
  }

  @Test
  void saysWhatCouldNotBeDone() throws Exception {
    Path inFile = Files.writeString(folder.resolve("file"), "").resolve("sub");
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> files.makeDirectory(inFile, 0700));
    assertEquals("can't make the folder " + inFile + ": Not a directory", e.getMessage());
    e = assertThrows(UncheckedIOException.class, () -> files.makeDirectory(folder, 0700));
    assertEquals("can't make the folder " + folder + ": File exists", e.getMessage());
    Path missing = folder.resolve("missing");
    e = assertThrows(UncheckedIOException.class, () -> files.move(missing, inFile));
    assertEquals("can't rename " + missing + " to " + inFile + ": Not a directory", e.getMessage());
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
    assertEquals("false", run(JAVA, LockIt.class.getName(), file.toString()));
    lock.close();
    assertEquals("true", run(JAVA, LockIt.class.getName(), file.toString()));
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

  /** What a killed holder noted is there for the next; not what others may have written. */
  @Test
  void aKilledHoldersNotesAreTheNextOnes() throws IOException {
    Path file = folder.resolve("lock");
    String left = "a run of a long name, which was killed\n/a/folder\n/another\n";
    for (String mode : List.of("rw-------", "rw-rw-rw-")) {
      Files.writeString(file, left);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      List<String> expected =
          mode.equals("rw-------") ? List.of("/a/folder", "/another") : List.of();
      try (HostFiles.FileLock lock = files.tryLock(file, "a test").orElseThrow()) {
        assertEquals(expected, lock.notes());
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
