package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.engine.libvirt.SimulatedRuns.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is recorded of a machine whose disk an earlier run made. */
class KeptDiskTest {
  private static final String CLAIM = "/var/lib/libvirt/images/coreos/.kvmcore/coreos-1.xml";

  private final SimulatedRuns runs = new SimulatedRuns();

  private String base() throws IOException {
    List<String> lines =
        Files.readAllLines(runs.host.path(CLAIM)).stream()
            .filter(line -> line.contains("base='"))
            .toList();
    return String.join("", lines).replaceFirst(".*base='([^']*)'.*", "$1");
  }

  /** Another one may have come into the cache since. */
  @Test
  void isTheImageThatItsDiskBuildsOn() throws IOException {
    Result disk = runs.run(SimulatedRuns.create("1", "--skip", "vms"));
    assertEquals(0, disk.status(), disk::toString);
    String first = base();
    Result create =
        runs.run(SimulatedRuns.create("1", "--wait", "running", "-e", "force_download=yes"));
    assertEquals(0, create.status(), create::toString);
    assertEquals(first, base());
    assertEquals(List.of("coreos-1 running"), runs.machines());
  }
}
