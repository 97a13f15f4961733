package io.github.kvmcore.engine.libvirt.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.engine.libvirt.doctor.TestHost;
import io.github.kvmcore.exec.file.FileFacts.Kind;
import java.nio.file.FileSystems;
import org.junit.jupiter.api.Test;

class LibvirtDaemonsTest {
  private final TestHost host = new TestHost();

  private LibvirtDaemons find() {
    return LibvirtDaemons.find(host.files, FileSystems.getDefault());
  }

  @Test
  void anEnabledLibvirtdIsPreferredToModularDaemons() {
    host.there("/run/systemd/system", Kind.DIRECTORY);
    host.there("/usr/lib/systemd/system/virtqemud.socket", Kind.FILE);
    assertEquals(new LibvirtDaemons(true, true, false), find());
    host.there("/etc/systemd/system/sockets.target.wants/libvirtd.socket", Kind.LINK);
    assertEquals(new LibvirtDaemons(true, false, false), find());
  }

  @Test
  void withoutSystemdTheProgramsDecide() {
    host.there("/usr/sbin/virtqemud", Kind.FILE);
    assertEquals(new LibvirtDaemons(false, true, false), find());
    host.there("/usr/sbin/libvirtd", Kind.FILE);
    assertEquals(new LibvirtDaemons(false, false, false), find());
  }

  @Test
  void aPidFileCountsOnlyWhereThatProcessIsTheDaemon() {
    host.text("/run/virtlogd.pid", "42\n");
    assertEquals(false, find().logging());
    host.text("/proc/42/comm", "bash\n");
    assertEquals(false, find().logging());
    host.text("/proc/42/comm", "virtlogd\n");
    assertEquals(true, find().logging());
  }
}
