package io.github.kvmcore.tool.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.network.Dhcp;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import io.github.kvmcore.tool.storage.IsoImage;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VirshTest {
  private static final String MAC = "52:54:00:00:00:01";
  private final Virsh virsh = new Virsh("qemu:///system");

  /** Its addresses are given out in its third {@code <ip>}. */
  private static Network network(boolean active, boolean persistent) {
    Ipv4Subnet subnet = Ipv4Subnet.parse("10.0.0.0/24").orElseThrow();
    Dhcp dhcp = new Dhcp(2, subnet, List.of(), List.of());
    return new Network(
        new UUID(0, 1),
        "two words",
        active,
        persistent,
        false,
        "",
        List.of(),
        List.of(),
        dhcp,
        null);
  }

  @Test
  void domains() {
    UUID uuid = new UUID(0, 1);
    String start = "virsh -q -c qemu:///system ";
    assertEquals(start + "define '/a b'", virsh.define(Path.of("/a b")).display());
    assertEquals(start + "start " + uuid, virsh.start(uuid).display());
    assertEquals(start + "destroy " + uuid, virsh.destroy(uuid).display());
    assertEquals(
        start
            + "undefine "
            + uuid
            + " --managed-save --snapshots-metadata --checkpoints-metadata --nvram",
        virsh.undefine(uuid).display());
    assertEquals(
        List.of("domifaddr", uuid.toString(), "--source", "arp"), virsh.addresses(uuid, "arp"));
  }

  @Test
  void reservations() {
    Reservation host = new Reservation(MAC, "a", Ipv4Address.parse("10.0.0.2").orElseThrow());
    String add = "net-update two words add ip-dhcp-host <host mac='" + MAC + "' name='a'";
    String delete = "net-update two words delete ip-dhcp-host <host mac='" + MAC + "'/>";
    assertEquals(
        add + " ip='10.0.0.2'/> --live --config --parent-index 2",
        words(virsh.addReservation(network(true, true), host)));
    assertEquals(
        delete + " --live --config --parent-index 2",
        words(virsh.deleteReservation(network(true, true), MAC)));
    assertEquals(
        delete + " --config --parent-index 2",
        words(virsh.deleteReservation(network(false, true), MAC)));
    assertEquals(
        delete + " --live --parent-index 2",
        words(virsh.deleteReservation(network(true, false), MAC)));
    assertEquals(
        "net-update two words add dns-host <host ip='10.0.0.2'><hostname>a</hostname></host>"
            + " --live",
        words(virsh.addName(network(true, false), host)));
  }

  private static String words(Command command) {
    return String.join(" ", command.argv().subList(4, command.argv().size()));
  }

  @Test
  void isoImages() {
    assertEquals(
        "genisoimage -quiet -R -J -V config-2 -o /o.iso /d",
        IsoImage.make("genisoimage", Path.of("/d"), Path.of("/o.iso")).display());
    assertEquals(
        "xorriso -as mkisofs -quiet -R -J -V config-2 -o /o.iso /d",
        IsoImage.make("xorriso", Path.of("/d"), Path.of("/o.iso")).display());
  }
}
