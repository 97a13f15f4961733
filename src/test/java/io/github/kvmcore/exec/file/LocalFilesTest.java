package io.github.kvmcore.exec.file;

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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are written, read, copied, moved and deleted. */
class LocalFilesTest {
  private final LocalFiles files = new LocalFiles();
  private final Path memory =
      Jimfs.newFileSystem(Configuration.unix().toBuilder().setMaxSize(1 << 20).build())
          .getPath("/cluster");
  @TempDir Path folder;

  private static String user() {
    return System.getProperty("user.name");
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
  void opensNoLinkAndNoDevice() throws IOException {
    Path secret = Files.writeString(folder.resolve("shadow"), "root:secret");
    Path link = Files.createSymbolicLink(folder.resolve("coreos-1-console.log"), secret);
    String why = "can't read " + link + ": it is a symbolic link, not a regular file";
    assertEquals(
        why, assertThrows(UncheckedIOException.class, () -> files.open(link)).getMessage());
    assertEquals(
        why, assertThrows(UncheckedIOException.class, () -> files.tail(link, 9)).getMessage());
    Path device = Path.of("/dev/zero");
    assertEquals(
        "can't read /dev/zero: it is a device, pipe or socket, not a regular file",
        assertThrows(UncheckedIOException.class, () -> files.open(device)).getMessage());
    assertEquals("", files.tail(folder.resolve("none"), 9));
    assertEquals("secret", files.tail(secret, 6));
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
}
