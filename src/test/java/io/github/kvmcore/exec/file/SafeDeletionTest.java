package io.github.kvmcore.exec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deletes in folders in which others swap what is there for links to what is not theirs. */
class SafeDeletionTest {
  private final LocalFiles files = new LocalFiles();

  @TempDir Path folder;
  private Path pool;
  private Path victim;

  @BeforeEach
  void prepare() throws IOException {
    victim = Files.createDirectory(folder.resolve("victim"));
    Files.writeString(victim.resolve("passwd"), "root");
    Files.writeString(victim.resolve("a00001"), "root");
    pool = Files.createDirectory(folder.resolve("pool"));
    open(pool);
  }

  private static void open(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void aTreeIsDeletedFromItsLeaves() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/inner"));
    Files.writeString(tree.resolve("file"), "");
    Files.createSymbolicLink(tree.resolve("link"), victim);
    Path top = tree.getParent();
    assertEquals(
        List.of(tree.resolve("file"), tree.resolve("link"), tree, top), files.deleteTree(top));
    assertFalse(Files.exists(top));
    assertTrue(Files.exists(victim.resolve("passwd")));
    assertEquals(List.of(), files.deleteTree(top));
    assertFalse(files.delete(top));
  }

  @Test
  void aLinkInAFolderOfOthersIsNotFollowed() throws IOException {
    Files.createSymbolicLink(pool.resolve("link"), victim);
    Path through = pool.resolve("link/passwd");
    for (var delete :
        List.<Runnable>of(() -> files.delete(through), () -> files.deleteTree(through))) {
      String message = assertThrows(UncheckedIOException.class, delete::run).getMessage();
      assertEquals(
          "can't delete "
              + through
              + ": link: it changed while it was deleted, or is no plain folder",
          message);
    }
    assertTrue(Files.exists(victim.resolve("passwd")));
    Path up = pool.resolve("x/../../victim/passwd");
    Files.createDirectory(pool.resolve("x"));
    assertThrows(UncheckedIOException.class, () -> files.delete(up));
    assertTrue(Files.exists(victim.resolve("passwd")));
  }

  @Test
  void inAFolderOfOthersWhatIsNamedIsDeletedAllTheSame() throws IOException {
    Path disk = Files.writeString(pool.resolve("disk"), "");
    assertTrue(files.delete(disk));
    assertFalse(files.delete(disk));
    assertEquals(List.of(), files.deleteTree(pool.resolve("none/disk")));
    Files.createSymbolicLink(disk, victim);
    assertEquals(List.of(disk), files.deleteTree(disk));
    assertTrue(Files.exists(victim.resolve("passwd")));
  }

  @Test
  void aFolderThatIsSwappedForALinkMeanwhileEndsIt() throws Exception {
    boolean met = false;
    for (int round = 0; round < 20 && !met; round++) {
      met = swapped(pool.resolve("round" + round));
      assertTrue(Files.exists(victim.resolve("passwd")), "somebody else's file was deleted");
      assertTrue(Files.exists(victim.resolve("a00001")), "somebody else's file was deleted");
    }
    assertTrue(met, "the folder was never swapped in time");
  }

  /** Whether the deletion was still at work when the folder was swapped. */
  private boolean swapped(Path top) throws Exception {
    Path inner = Files.createDirectories(top.resolve("inner"));
    for (int i = 0; i < 3000; i++) {
      Files.createFile(inner.resolve("a%05d".formatted(i)));
    }
    Files.createFile(inner.resolve("passwd"));
    AtomicBoolean swapped = new AtomicBoolean();
    Thread attacker =
        new Thread(
            () -> {
              while (Files.exists(inner.resolve("a00000"), LinkOption.NOFOLLOW_LINKS)) {
                Thread.onSpinWait();
              }
              try {
                Files.move(inner, top.resolve("moved"));
                Files.createSymbolicLink(inner, victim);
                swapped.set(true);
              } catch (IOException e) {
                // It was too late: the folder is gone.
              }
            });
    attacker.start();
    UncheckedIOException failure = null;
    try {
      files.deleteTree(top);
    } catch (UncheckedIOException e) {
      failure = e;
    }
    attacker.join();
    if (swapped.get()) {
      String message = failure == null ? "nothing was said" : failure.getMessage();
      assertTrue(message.contains("it changed while it was deleted"), message);
    }
    return swapped.get();
  }

  @Test
  @Timeout(60)
  void aTreeWithoutEndIsRefused() throws IOException {
    Path deep = pool;
    for (int i = 0; i < 40; i++) {
      deep = Files.createDirectory(deep.resolve("d"));
    }
    String message =
        assertThrows(UncheckedIOException.class, () -> files.deleteTree(pool.resolve("d")))
            .getMessage();
    assertTrue(message.endsWith("lies deeper than anything that kvmcore makes"), message);
    assertTrue(Files.exists(deep));
  }
}
