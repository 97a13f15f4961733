package io.github.kvmcore.e2e.image;

import static io.github.kvmcore.e2e.image.PublisherLab.FEDORA;
import static io.github.kvmcore.e2e.image.PublisherLab.LIST;
import static io.github.kvmcore.e2e.image.PublisherLab.NEW;
import static io.github.kvmcore.e2e.image.PublisherLab.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.publisher.CoreosSite;
import io.github.kvmcore.publisher.Fault;
import io.github.kvmcore.publisher.Site;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines of the images of publishers. */
class PublisherIT {
  @RegisterExtension static final PublisherLab publisher = new PublisherLab();

  private final Lab lab = publisher.lab();
  private final Site site = publisher.site();
  private final CoreosSite flatcar = publisher.flatcar();
  private final String image = publisher.image();

  @Test
  void flatcarIsFetchedCheckedAndBooted() throws Exception {
    publisher.create("1", "--os", "flatcar", "--provisioning", "cloud-config").ok();
    lab.assertAnswers("coreos-1", lab.machines().get(0).get("address").asText());
    lab.kvmcore("info").ok().prints(OLD);
    assertTrue(site.asked().contains(flatcar.path("amd64", OLD) + LIST), site.asked()::toString);
  }

  @Test
  void fedoraCoreosIsFetchedCheckedAndStarted() throws Exception {
    publisher.create("1", "--os", "fcos", "--wait", "running").ok();
    lab.kvmcore("info").ok().prints(FEDORA);
    lab.kvmcore("image", "list").ok().prints(FEDORA);
    String path = "/x86_64/fedora-coreos-" + FEDORA + "-qemu.x86_64.qcow2.xz.sig";
    assertTrue(site.asked().stream().anyMatch(it -> it.endsWith(path)), site.asked()::toString);
  }

  @Test
  void machinesKeepTheirReleaseWhereCurrentMovesOn() throws Exception {
    publisher.create("1", "--os", "flatcar", "--wait", "running").ok();
    String first = identity("coreos-1");
    flatcar.publish("amd64", NEW, lab.home().resolve("guest.bz2"));
    flatcar.current("amd64", NEW);
    publisher.create("2", "--os", "flatcar", "--wait", "running").ok();
    assertEquals(first, identity("coreos-1"));
    lab.kvmcore("info").ok().prints(OLD).prints(NEW);
    // Where there is nothing to make, nobody is asked.
    site.forget();
    publisher.create("2", "--os", "flatcar", "--wait", "running").ok();
    assertEquals(List.of(), site.asked());
  }

  private String identity(String name) {
    return lab.virsh("domuuid", name).ok().out() + lab.virsh("domid", name).ok().out();
  }

  @Test
  void withTheImageInTheCacheTheServerMayBeGone() throws Exception {
    publisher.kvmcore("image", "pull", "--os", "flatcar").ok();
    site.fault(Site.ALL, Fault.status(503));
    publisher.create("1", "--os", "flatcar", "--release", OLD, "--wait", "running").ok();
    assertEquals(List.of("coreos-1 running"), lab.states());
  }

  @Test
  void withoutAnImageNoMachineIsMade() throws Exception {
    site.fault(image, Fault.corrupt(1 << 20));
    publisher
        .create("1", "--os", "flatcar", "--channel", "beta", "--wait", "running")
        .exits(1)
        .says(image);
    assertEquals(List.of(), lab.machines());
    assertFalse(Files.exists(lab.file("lib/images/coreos/vm-coreos-1.img")));
  }
}
