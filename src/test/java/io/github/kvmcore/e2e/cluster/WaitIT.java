package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far create waits, and what it says of a machine that never gets there. */
class WaitIT {
  @RegisterExtension static final Lab lab = new Lab();

  @AfterEach
  void destroy() {
    lab.kvmcore("destroy", "--yes").ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "running"})
  void doesNotWaitForTheGuest(String level) {
    Result created = lab.create("1", "--wait", level).ok();
    assertEquals(List.of("coreos-1 running"), lab.states());
    assertFalse(created.err().contains("answers on ssh"), created::toString);
    assertEquals("", lab.virsh("net-dhcp-leases", "kvmcore-coreos").ok().out().strip());
  }

  @Test
  @SeedLimit(1)
  void waitsUntilTheGuestHasItsAddress() {
    Result created = lab.create("1", "--wait", "address").ok();
    assertFalse(created.err().contains("answers on ssh"), created::toString);
    String address = lab.machines().get(0).get("address").asText();
    lab.virsh("net-dhcp-leases", "kvmcore-coreos").ok().prints(address);
  }

  @Test
  void saysHowFarAMachineGotThatNeverComesUp() throws Exception {
    Snapshot before = lab.snapshot();
    Path zeros = lab.home().resolve("zeros.img");
    byte[] disk = new byte[64 << 20];
    disk[510] = 0x55; // a boot sector, with nothing to boot
    disk[511] = (byte) 0xaa;
    Files.write(zeros, disk);
    String[] create = {"2", "--image", zeros.toString(), "--timeout", "5s"};

    Result late = lab.create(create).exits(6);
    for (String name : List.of("coreos-1", "coreos-2")) {
      late.says(name + ": did not answer on ssh within 5 s")
          .says("kvmcore console --cluster coreos " + name);
    }
    late.says("it got as far as: running").says("late: 2 of 2 machines");

    // Run again, it goes on to wait for the very same machines.
    String ids = lab.virsh("list").ok().out();
    lab.create(create).exits(6).says("late: 2 of 2 machines");
    assertEquals(ids, lab.virsh("list").ok().out());

    destroy();
    before.assertSame(lab.snapshot());
  }
}
