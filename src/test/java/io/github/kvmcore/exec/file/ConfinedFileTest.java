package io.github.kvmcore.exec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that must be a folder's own, as users' templates. */
class ConfinedFileTest {
  private static final int MOST = 2048;

  @TempDir Path root;

  private Path folder;
  private Path outside;

  @BeforeEach
  void prepare() throws IOException {
    root = root.toRealPath();
    folder = Files.createDirectories(root.resolve("templates/profiles")).getParent();
    outside = Files.writeString(root.resolve("shadow"), "root:x");
    Files.writeString(folder.resolve("it.ftl"), "é");
  }

  private Optional<String> read(String name) {
    return new LocalFiles().readWithin(folder.resolve(name), List.of(folder), MOST);
  }

  private String refusal(String name) {
    String start = "can't read " + folder.resolve(name) + ": ";
    String message = assertThrows(UncheckedIOException.class, () -> read(name), name).getMessage();
    assertEquals(start, message.substring(0, Math.min(start.length(), message.length())));
    return message.substring(start.length());
  }

  @Test
  void aFileOfTheFolderIsReadAlsoThroughALinkWithinIt() throws IOException {
    Files.createSymbolicLink(folder.resolve("profiles/link.ftl"), Path.of("../it.ftl"));
    assertEquals(Optional.of("é"), read("it.ftl"));
    assertEquals(Optional.of("é"), read("profiles/link.ftl"));
    assertEquals(Optional.empty(), read("none.ftl"));
    assertEquals(Optional.empty(), read("none/none.ftl"));
  }

  @Test
  void theFolderItselfMayBeReachedThroughALink() throws IOException {
    folder = Files.createSymbolicLink(root.resolve("link"), folder);
    assertEquals(Optional.of("é"), read("it.ftl"));
  }

  @Test
  void nothingOutsideIsRead() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.ftl"), outside);
    Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(folder.resolve("nowhere.ftl"), Path.of("none"));
    // One whose name only begins as the folder's does.
    Files.createDirectory(root.resolve("templates-2"));
    Files.writeString(root.resolve("templates-2/x.ftl"), "x");
    Files.createSymbolicLink(folder.resolve("two"), Path.of("../templates-2"));
    String leads = "it leads out of its folder, to ";
    assertEquals(leads + outside, refusal("link.ftl"));
    assertEquals(leads + outside, refusal("up/shadow"));
    assertEquals(leads + outside, refusal("../shadow"));
    assertEquals(leads + root.resolve("templates-2/x.ftl"), refusal("two/x.ftl"));
    assertEquals("it is a link to nothing", refusal("nowhere.ftl"));
  }

  @Test
  void whatIsNoTextFileIsRefused() throws Exception {
    Files.write(folder.resolve("latin1.ftl"), new byte[] {'a', (byte) 0xe9, 'b'});
    Files.writeString(folder.resolve("full.ftl"), "x".repeat(MOST));
    Files.writeString(folder.resolve("large.ftl"), "x".repeat(MOST + 1));
    assertEquals("it is not UTF-8 text", refusal("latin1.ftl"));
    assertEquals(MOST, read("full.ftl").orElseThrow().length());
    assertEquals("it is larger than 2 KiB", refusal("large.ftl"));
    assertEquals("it is not a regular file", refusal("profiles"));
    assertEquals("Not a directory", refusal("it.ftl/x"));
  }

  /** To open it would be to wait for somebody who writes to it. */
  @Test
  void aPipeIsNotOpened() throws Exception {
    Path pipe = folder.resolve("pipe.ftl");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertEquals("it is not a regular file", refusal("pipe.ftl"));
  }
}
