package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Something else stands where kvmcore wants to make something of its own. */
class ObstacleTest {
  private static final String IMAGES = "/var/lib/libvirt/images";

  private final SimulatedRuns runs = new SimulatedRuns();

  private void refused(Path obstacle) throws IOException {
    runs.openFolders();
    SimulatedRuns.Result create = runs.run(SimulatedRuns.create("2"));
    assertTrue(List.of(1, 3, 4).contains(create.status()), create::toString);
    assertTrue(create.err().contains(obstacle.toString()), create::toString);
    assertFalse(create.err().contains("Exception"), create::toString);
    assertTrue(Files.exists(obstacle), create::toString);
    SimulatedRuns.Result destroy = runs.run("destroy", "--yes");
    assertFalse(destroy.err().contains("Exception"), destroy::toString);
    assertTrue(Files.exists(obstacle), destroy::toString);
    runs.host.files.deleteTree(obstacle);
    assertEquals(0, runs.run(SimulatedRuns.create("2")).status(), create::toString);
    assertEquals(List.of("coreos-1 running", "coreos-2 running"), runs.machines());
    assertEquals(0, runs.run("destroy", "--yes").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        IMAGES + "/coreos",
        IMAGES + "/coreos/.kvmcore",
        IMAGES + "/kvmcore-cache",
        IMAGES + "/coreos/configdrive-coreos-1",
        "/var/log/libvirt/qemu",
        "/run/kvmcore"
      })
  void aFileWhereAFolderShouldBe(String path) throws IOException {
    runs.host.files.deleteTree(runs.host.path(path));
    runs.host.put(path, "somebody's", 0644);
    refused(runs.host.path(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        IMAGES + "/coreos/vm-coreos-1.img",
        IMAGES + "/coreos/vm-coreos-1.img.part",
        IMAGES + "/coreos/.kvmcore/coreos-1.xml",
        IMAGES + "/coreos/.kvmcore/folders",
        IMAGES + "/coreos/.kvmcore/coreos.network",
        "/run/kvmcore/kvmcore-coreos.lock",
        "/run/kvmcore/kvmcore.networks.lock"
      })
  void aFolderWhereAFileShouldBe(String path) throws IOException {
    runs.host.put(path + "/somebody's", "", 0644);
    refused(runs.host.path(path));
  }
}
