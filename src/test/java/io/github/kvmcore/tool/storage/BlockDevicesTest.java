package io.github.kvmcore.tool.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.tool.Outputs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlockDevicesTest {
  private static final List<Path> TWO = List.of(Path.of("/dev/sdb"), Path.of("/dev/sdc"));

  @Test
  void argumentLists() {
    assertEquals(
        "lsblk --json -b -p -o NAME,KNAME,TYPE,MOUNTPOINT,RO,SIZE /dev/sdb /dev/sdc",
        BlockDevices.list(TWO).display());
    assertEquals(
        "wipefs --no-act --json -- /dev/sdb /dev/sdc", BlockDevices.signatures(TWO).display());
  }

  @Test
  void usersOfADevice() {
    Map<String, BlockDevices.Seen> seen = BlockDevices.parseList(Outputs.of("block/lsblk"));
    assertEquals(new BlockDevices.Seen(3221225472L, List.of()), seen.get("/dev/loop1"));
    assertEquals(List.of("mounted on /run/m"), seen.get("/dev/loop2").users());
    assertEquals(4, seen.size());
    assertEquals(
        List.of("part /dev/loop4p1"),
        BlockDevices.parseList(Outputs.of("block/lsblk-partition")).get("/dev/loop4").users());
  }

  /** As lsblk 2.37 and later, and 2.32, write it. */
  @Test
  void swapAndReadOnlyDevices() {
    String text =
        """
        {"blockdevices": [
          {"kname": "/dev/sdb", "type": "disk", "mountpoint": "[SWAP]", "ro": true, "size": 512},
          {"kname": "/dev/sdc", "type": "disk", "mountpoint": null, "ro": "1", "size": "1024"}]}
        """;
    Map<String, BlockDevices.Seen> seen = BlockDevices.parseList(text);
    assertEquals(
        new BlockDevices.Seen(512, List.of("swap in use", "read-only")), seen.get("/dev/sdb"));
    assertEquals(new BlockDevices.Seen(1024, List.of("read-only")), seen.get("/dev/sdc"));
  }

  @Test
  void signatures() {
    assertEquals(
        Map.of(
            "loop1", List.of("LVM2_member signature"),
            "loop2", List.of("ext4 signature"),
            "loop3", List.of("swap signature")),
        BlockDevices.parseSignatures(Outputs.of("block/wipefs")));
    assertEquals(Map.of(), BlockDevices.parseSignatures(Outputs.of("block/wipefs-nothing")));
    assertEquals(Map.of(), BlockDevices.parseSignatures(""));
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> BlockDevices.parseList("NAME"));
    assertThrows(IllegalArgumentException.class, () -> BlockDevices.parseSignatures("DEVICE"));
  }
}
