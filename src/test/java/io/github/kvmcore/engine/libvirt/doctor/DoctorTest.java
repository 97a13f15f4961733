package io.github.kvmcore.engine.libvirt.doctor;

import static io.github.kvmcore.engine.libvirt.doctor.CheckCase.ok;
import static io.github.kvmcore.engine.libvirt.doctor.CheckCase.problem;
import static io.github.kvmcore.engine.libvirt.doctor.CheckCase.warning;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.exec.file.FileFacts.Kind;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.config.ConfigDriveKind;
import io.github.kvmcore.model.hardware.VirtType;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks that start no process; those of folders and space are {@link RoomChecksTest}'s. */
class DoctorTest {
  private static final String APT =
      "sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ";
  private static final String NO_VMX = "the processor shows neither vmx nor svm";
  private final TestHost host = new TestHost();

  @Test
  void healthyHost() {
    List<String> lines =
        host.doctor().quick(host.machines(3)).stream()
            .map(check -> check.status() + " " + check.name() + ": " + check.detail())
            .toList();
    assertEquals(
        List.of(
            "ok virsh: /usr/bin/virsh",
            "ok libvirt's daemon: /usr/sbin/libvirtd",
            "ok qemu-img: /usr/bin/qemu-img",
            "ok QEMU: /usr/bin/qemu-system-x86_64",
            "ok ip: /usr/bin/ip",
            "ok dnsmasq: /usr/sbin/dnsmasq",
            "ok bzip2: /usr/bin/bzip2",
            "ok ssh: /usr/bin/ssh",
            "ok ssh-keygen: /usr/bin/ssh-keygen",
            "ok KVM: /dev/kvm",
            "ok storage folder: /srv/images",
            "ok config drive folder: /srv/drives",
            "ok image cache folder: /srv/cache",
            "ok console log folder: /srv/console",
            "ok memory: 3 machines of 2.0 GiB, 8.0 GiB available of 16.0 GiB",
            "ok space: 100.0 GiB free in /srv/images",
            "ok cache space: 100.0 GiB free in /srv/cache",
            "ok QEMU's user: libvirt-qemu",
            "ok ssh keys: 1 key"),
        lines);
    assertEquals(List.of(), host.ran);
  }

  @ParameterizedTest(name = "{0}: {2} {3}")
  @MethodSource({"programs", "kvm", "access"})
  void check(String name, Consumer<TestHost> change, Status status, String detail, String remedy) {
    change.accept(host);
    assertEquals(List.of(new Check(name, status, detail, remedy)), host.quick(name));
  }

  static Stream<Arguments> programs() {
    return Stream.of(
        missing("virsh", "/usr/bin/virsh", "virsh", "libvirt-clients"),
        missing(
            "libvirt's daemon",
            "/usr/sbin/libvirtd",
            "libvirtd, virtqemud",
            "libvirt-daemon-system libvirt-daemon-driver-qemu iptables dmidecode"),
        missing("qemu-img", "/usr/bin/qemu-img", "qemu-img", "qemu-utils"),
        missing(
            "QEMU",
            "/usr/bin/qemu-system-x86_64",
            "qemu-system-x86_64, qemu-kvm",
            "qemu-system-x86 seabios"),
        missing("ip", "/usr/bin/ip", "ip", "iproute2"),
        missing("dnsmasq", "/usr/sbin/dnsmasq", "dnsmasq", "dnsmasq-base"),
        problem(
            "ISO program",
            host -> {
              host.configDrive = ConfigDriveKind.ISO;
              host.executables.remove("/usr/bin/genisoimage");
            },
            "not on this host: genisoimage, mkisofs, xorriso",
            APT + "genisoimage"),
        ok("ISO program", host -> host.ninePfs = false, "/usr/bin/genisoimage"),
        ok(
            "ISO program",
            host -> host.image = "/images/of-an-unknown-system.img",
            "/usr/bin/genisoimage"),
        warning(
            "bzip2",
            host -> host.executables.remove("/usr/bin/bzip2"),
            "not on this host: lbzip2, pbzip2, bzip2; kvmcore unpacks images itself, which is"
                + " slower",
            APT + "bzip2"),
        warning(
            "ssh",
            host -> host.executables.remove("/usr/bin/ssh"),
            "not on this host: ssh; only `kvmcore ssh` needs it",
            APT + "openssh-client"),
        problem(
            "virsh",
            host -> {
              host.executables.remove("/usr/bin/virsh");
              host.executables.remove("/usr/bin/apt-get");
            },
            "not on this host: virsh",
            "install it with this host's package manager"),
        ok(
            "QEMU",
            host -> {
              host.executables.remove("/usr/bin/qemu-system-x86_64");
              host.executables.add("/usr/libexec/qemu-kvm");
            },
            "/usr/libexec/qemu-kvm"));
  }

  static Stream<Arguments> kvm() {
    return Stream.of(
        warning(
            "KVM",
            host -> host.kvmObstacle = NO_VMX,
            "can't be used, guests are emulated, 5–10 times slower: " + NO_VMX,
            null),
        problem(
            "KVM",
            host -> {
              host.kvmObstacle = NO_VMX;
              host.virtType = VirtType.KVM;
            },
            NO_VMX,
            "set virt_type to auto or qemu"),
        ok(
            "KVM",
            host -> {
              host.kvmObstacle = NO_VMX;
              host.virtType = VirtType.QEMU;
            },
            "not asked for (virt_type is qemu)"),
        warning(
            "/dev/kvm",
            host -> host.device("/dev/kvm", 0600),
            "can't be opened by QEMU's user: no guest can use KVM, and libvirt looks for it again at"
                + " each new machine, for seconds",
            "sudo sh -c 'chgrp kvm /dev/kvm && chmod 0660 /dev/kvm'"));
  }

  static Stream<Arguments> access() {
    return Stream.of(
        problem(
            "ssh keys",
            host -> {
              host.keys = List.of();
              host.sshKeygen = false;
            },
            "none, and no ssh-keygen to make one: no one could log in to the machines",
            "install ssh-keygen, or give a public key by --ssh-key"),
        ok(
            "ssh keys",
            host -> host.keys = List.of(),
            "none of yours; each cluster gets a key of its own"),
        warning(
            "QEMU's user",
            host -> host.qemuUser = null,
            "not known: neither /etc/libvirt/qemu.conf nor /etc/passwd has it",
            null),
        problem(
            "bridge",
            host -> host.bridge = "br9",
            "vm_bridge: br9 is not on this host",
            "ip -br link show type bridge"),
        problem(
            "bridge",
            host -> {
              host.bridge = "eth0";
              host.there("/sys/class/net/eth0", Kind.LINK);
            },
            "vm_bridge: eth0 is a network device but no bridge",
            "ip -br link show type bridge"),
        ok(
            "bridge",
            host -> {
              host.bridge = "br0";
              host.there("/sys/class/net/br0/bridge", Kind.DIRECTORY);
            },
            "br0"));
  }

  @Test
  void aBridgeNeedsNoDnsmasqAndAnUnpackedImageNoBzip2() {
    host.bridge = "br0";
    host.image = "/images/x.img";
    List<String> names = host.doctor().quick(host.machines(1)).stream().map(Check::name).toList();
    assertEquals(
        List.of("dnsmasq", "bzip2"),
        Stream.of("dnsmasq", "bzip2").filter(name -> !names.contains(name)).toList());
  }

  @Test
  void requireTellsAllProblemsAtOnce() {
    List<Check> checks =
        List.of(
            new Check("virsh", Status.PROBLEM, "not on this host: virsh", "sudo x"),
            new Check("ssh keys", Status.WARNING, "none", "ssh-keygen"),
            new Check("old", Status.PROBLEM, "too old", null));
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> Doctor.require(checks));
    assertEquals(ExitCode.HOST, e.exitCode());
    assertEquals(
        """
        this host lacks what machines need:
          virsh: not on this host: virsh
            sudo x
          old: too old
          next: kvmcore doctor, or kvmcore create --setup""",
        e.text());
    assertDoesNotThrow(() -> Doctor.require(checks.subList(1, 2)));
    KvmcoreException ordinary =
        assertThrows(KvmcoreException.class, () -> Doctor.require(checks, false));
    assertTrue(
        ordinary.text().endsWith("next: kvmcore doctor; only root can run it with --setup"),
        ordinary::text);
  }

  private static Arguments missing(String name, String path, String programs, String packages) {
    return problem(
        name,
        host -> host.executables.remove(path),
        "not on this host: " + programs,
        APT + packages);
  }
}
