package io.github.kvmcore.tool.libvirt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.model.storage.DiskUse;
import io.github.kvmcore.tool.Outputs;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DomainDiskTest {
  @Test
  void sizesOfARunningAndOfAShutOffMachine() {
    assertEquals(
        Optional.of(new DiskUse(598016, 134217728)),
        DomainDisk.parse(Outputs.of("virsh/disk-running")));
    assertEquals(
        Optional.of(new DiskUse(593920, 134217728)),
        DomainDisk.parse(Outputs.of("virsh/disk-shut-off")));
  }

  @Test
  void nothingWhereLibvirtCouldNotTell() {
    assertEquals(Optional.empty(), DomainDisk.parse(""));
    assertEquals(Optional.empty(), DomainDisk.parse("Capacity:       1\nAllocation:     -\n"));
    assertEquals(Optional.empty(), DomainDisk.parse("Capacity:       1\n"));
  }

  @Test
  void asksByUuid() {
    UUID uuid = new UUID(1, 2);
    assertArrayEquals(
        new String[] {"domblkinfo", uuid.toString(), "vda"}, DomainDisk.question(uuid));
  }
}
