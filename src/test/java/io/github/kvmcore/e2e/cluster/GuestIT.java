package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a guest sees of its settings, and who may have started it. */
class GuestIT {
  @RegisterExtension static final Lab lab = new Lab();

  private Snapshot before;

  @BeforeEach
  void look() {
    before = lab.snapshot();
  }

  @AfterEach
  void everythingIsGone() {
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  void anOverlayOfAnotherSizeWithItsConfigurationOn9p() {
    lab.create("1", "--config-drive", "9p", "--disk-size", "512MiB").ok();
    String address = lab.machines().get(0).get("address").asText();
    lab.assertAnswers("coreos-1", address);
    assertEquals(512 << 11, sectors(address));
    lab.virsh("dumpxml", "coreos-1").ok().prints("<target dir='config-2'/>");
  }

  @Test
  void aCopyOfAnotherSizeWithItsConfigurationOnAnIso() {
    lab.create("1", "--config-drive", "iso", "--disk-mode", "copy", "--disk-size", "1GiB").ok();
    String address = lab.machines().get(0).get("address").asText();
    lab.assertAnswers("coreos-1", address);
    assertEquals(1 << 21, sectors(address));
    Result disk =
        lab.exec("qemu-img", "info", "-U", "/var/lib/libvirt/images/coreos/vm-coreos-1.img");
    assertFalse(disk.ok().out().contains("backing file"), disk::toString);
    assertFalse(lab.virsh("dumpxml", "coreos-1").ok().out().contains("<filesystem"));
  }

  /** No home directory, no terminal, no locale, a short PATH, and / to stand in. */
  @Test
  void cronGetsTheSameAsATerminal() throws Exception {
    Path folder = Files.createDirectory(lab.home().resolve("a folder"));
    Path link = Files.createSymbolicLink(folder.resolve("kvmcore"), Lab.KVMCORE);
    List<String> create = lab.createCommand();
    List<String> arguments = new ArrayList<>(create.subList(1, create.size()));
    arguments.addAll(List.of("1", "-q"));

    Result created = cron(link, arguments.toArray(String[]::new)).ok();
    assertEquals("", created.out() + created.err());
    Result listed = cron(link, "list", "-o", "json").ok();
    lab.assertAnswers("coreos-1", Lab.json(listed.out()).get(0).get("address").asText());
    Result destroyed = cron(link, "destroy", "--yes", "-q").ok();
    assertEquals("", destroyed.out() + destroyed.err());
  }

  private static Result cron(Path kvmcore, String... arguments) {
    String[] start = {"sh", "-c", "cd / && exec env -i PATH=/usr/bin:/bin \"$@\"", "sh"};
    List<String> command = new ArrayList<>(Arrays.asList(start));
    command.add(kvmcore.toString());
    command.addAll(List.of(arguments));
    return lab.exec(command.toArray(String[]::new));
  }

  private static int sectors(String address) {
    return Integer.parseInt(lab.ssh(address, "cat /sys/block/vda/size").ok().out().strip());
  }
}
