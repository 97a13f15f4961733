package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code gc} takes for left over in folders of kvmcore's, and what it does not. */
class GcTest {
  private static final String IMAGES = "/var/lib/libvirt/images/";
  private static final String CACHE = IMAGES + "kvmcore-cache/";
  private static final String ID = "5f0c8b7e-7d0a-4a3e-9c61-0c5b0c7d2f11";

  private final SimulatedRuns runs = new SimulatedRuns();

  @BeforeEach
  void create() {
    SimulatedRuns.Result made = runs.run(SimulatedRuns.create("1", "--wait", "running"));
    assertEquals(0, made.status(), made::toString);
  }

  private Path put(String path, Duration age) throws IOException {
    Path file = runs.host.path(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "half");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    return file;
  }

  private String gc(String... more) {
    String[] line = new String[more.length + 1];
    line[0] = "gc";
    System.arraycopy(more, 0, line, 1, more.length);
    SimulatedRuns.Result result = runs.run(line);
    assertEquals(0, result.status(), result::toString);
    return result.out();
  }

  @Test
  void nothingOfAWholeClusterIsLeftOver() {
    assertEquals("", gc());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".base.qcow2.json.3b35756f1cd56",
        ".signed-" + ID,
        "keys/.signed-" + ID + ".resume",
        "keys/.key-" + ID,
        "keys/.key-" + ID + ".resume",
      })
  void whatARunWroteForAMomentIsLeftOverAfterAnHour(String name) throws IOException {
    Path file = put(CACHE + name, Duration.ofMinutes(61));
    assertTrue(gc().contains(" " + file + " "), name);
    assertTrue(gc("--yes").contains("removed"));
    assertFalse(Files.exists(file));
    assertEquals("", gc());
  }

  @Test
  void aLinkInALocksPlaceIsNotFollowedAndDoesNotEndTheRun() throws IOException {
    Path target = put("/root/precious", Duration.ofMinutes(61));
    Path lock = runs.host.path(CACHE + "base.qcow2.lock");
    Files.createSymbolicLink(lock, target);
    Path left = put(CACHE + ".base.qcow2.json.3b35756f1cd56", Duration.ofMinutes(61));
    assertTrue(gc("--yes").contains(" " + left + " "));
    assertFalse(Files.exists(left));
    assertTrue(Files.isSymbolicLink(lock));
    assertEquals("half", Files.readString(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".base.qcow2.json.3b35756f1cd56",
        "keys/.key-" + ID,
      })
  void itMayBeARunsStillWithinTheHour(String name) throws IOException {
    Path file = put(CACHE + name, Duration.ofMinutes(59));
    assertEquals("", gc("--yes"));
    assertTrue(Files.exists(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CACHE + "keys/flatcar.gpg",
        CACHE + ".base.qcow2.json.swp",
        CACHE + ".key-of-somebody",
        CACHE + "other.img",
        IMAGES + ".key-" + ID,
        IMAGES + "theirs/vm-theirs-1.img",
      })
  void othersFilesAreNotEvenNamed(String path) throws IOException {
    Path file = put(path, Duration.ofDays(400));
    assertEquals("", gc("--yes"));
    assertTrue(Files.exists(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.qcow2.bad", "a.qcow2.download", "a.qcow2.part.qcow2"})
  void whatNoRunIsFetchingIsLeftOverAtOnce(String name) throws IOException {
    Path file = put(CACHE + name, Duration.ZERO);
    assertTrue(gc("--yes").contains("removed"));
    assertFalse(Files.exists(file));
  }
}
