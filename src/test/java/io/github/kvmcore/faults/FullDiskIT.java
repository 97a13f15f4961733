package io.github.kvmcore.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The disk is full in the middle of a write: a real file system of a few blocks. Needs root, for
 * the mount. What is full is sooner or later made room on.
 */
class FullDiskIT {
  private SimHost host;
  private Path mounted;

  @BeforeEach
  void up() throws Exception {
    host = new SimHost();
  }

  @AfterEach
  void down() throws Exception {
    if (mounted != null) {
      run("umount", mounted.toString());
    }
    host.close();
  }

  private static void run(String... command) throws Exception {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  /**
   * Blocks are of 4 KiB: one for a small file and one for a folder that is not empty, and so on.
   */
  @ParameterizedTest
  @CsvSource({
    "images, 4",
    "images, 8",
    "images, 12",
    "images, 16",
    "images, 24",
    "images, 32",
    "images, 48",
    "images, 64",
    "images, 96",
    "images, 128",
    "images, 256",
    "images, 448",
    "cache, 4",
    "cache, 8",
    "cache, 12",
    "cache, 16",
  })
  void theNextRunFinds(String folder, int kibibytes) throws Exception {
    mounted = host.root().resolve(folder);
    String options = "mode=0755,size=" + kibibytes + "k";
    run("mount", "-t", "tmpfs", "-o", options, "none", mounted.toString());
    SimHost.Result create = host.run(host.create());
    assertNotEquals(0, create.status(), create::toString);
    assertTrue(
        create.err().contains("No space left on device") || create.err().contains("free"),
        create::toString);
    assertFalse(create.err().contains("Exception"), create::toString);
    run("mount", "-o", "remount,size=100m", mounted.toString());
    SimHost.Result again = host.run(host.create());
    assertEquals(0, again.status(), again::toString);
    assertEquals(3, host.running());
    assertEquals(0, host.run(host.destroy()).status());
    assertEquals(
        0,
        host.state().stream().filter(line -> line.startsWith("images/")).count(),
        create::toString);
  }
}
