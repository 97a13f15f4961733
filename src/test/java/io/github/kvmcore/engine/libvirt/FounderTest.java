package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** etcd 0.4: the first machine founds the cluster by itself, and the others join it. */
class FounderTest {
  private static final String FIRST = "192.168.222.11:7001";

  private final SimulatedRuns runs = new SimulatedRuns();

  private static String[] create() {
    return SimulatedRuns.create("3", "--wait", "running", "--profile", "etcd_fleet");
  }

  private String userData(int index) throws IOException {
    String drive = "/var/lib/libvirt/images/coreos/configdrive-coreos-" + index;
    return Files.readString(runs.host.path(drive + "/openstack/latest/user_data"));
  }

  private void assertFounded() throws IOException {
    assertEquals(3, runs.machines().size());
    assertFalse(userData(1).contains("peers:"), userData(1));
    for (int index : new int[] {2, 3}) {
      assertTrue(userData(index).contains("peers: \"" + FIRST), userData(index));
    }
  }

  /** Each of its commands once: whatever became of the others, none may wait for one of them. */
  @Test
  void whereTheFounderFailsNobodyIsThereToBeJoined() throws IOException {
    runs.run(create());
    assertFounded();
    var commands =
        runs.ran().stream().filter(it -> it.contains("coreos-1") || isStart(it)).toList();
    assertTrue(commands.size() >= 3, commands::toString);
    for (String command : commands) {
      runs.run("destroy", "--yes");
      SimulatedRuns.Result failed = runs.run(CommandFault.FAILS, command, create());
      assertTrue(runs.metFault(), command);
      assertEquals(1, failed.status(), failed::toString);
      SimulatedRuns.Result again = runs.run(create());
      assertEquals(0, again.status(), again::toString);
      assertFounded();
    }
  }

  private static boolean isStart(String command) {
    return command.contains(" start ");
  }
}
