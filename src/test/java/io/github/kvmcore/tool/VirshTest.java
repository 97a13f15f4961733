package io.github.kvmcore.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.Network;
import io.github.kvmcore.model.Reservation;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VirshTest {
  private static final String MAC = "52:54:00:00:00:01";
  private final Virsh virsh = new Virsh("qemu:///system");

  private static Network network(boolean active) {
    UUID uuid = new UUID(0, 1);
    return new Network(uuid, "two words", active, "", List.of(), List.of(), List.of(), true, null);
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
    assertEquals(
        List.of("<host mac='" + MAC + "' name='a' ip='10.0.0.2'/>", "--live", "--config"),
        last(virsh.addReservation("n", host).argv()));
    assertEquals(
        List.of("<host mac='" + MAC + "'/>", "--live", "--config"),
        last(virsh.deleteReservation(network(true), MAC).argv()));
    assertEquals(
        List.of("ip-dhcp-host", "<host mac='" + MAC + "'/>", "--config"),
        last(virsh.deleteReservation(network(false), MAC).argv()));
  }

  private static List<String> last(List<String> argv) {
    return argv.subList(argv.size() - 3, argv.size());
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
