package io.github.kvmcore.engine.libvirt.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kvmcore.engine.libvirt.read.LibvirtDaemons;
import io.github.kvmcore.engine.libvirt.read.Need;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plans as text. No package is installed here, in this test or any other: Debian's names are
 * known to apt-cache of Debian 12, the others are from documentation.
 */
class SetupPlanTest {
  private static final List<Need> ALL = List.of(Need.values());
  private static final String VIRSH = "virsh -q -c qemu:///system ";

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource
  void installs(PackageFamily family, String architecture, String command) {
    SetupSituation bare = situation(ALL, family, architecture, true, null, false);
    assertEquals(List.of(command), commands(bare));
  }

  static Stream<Arguments> installs() {
    String apt =
        "env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends"
            + " libvirt-clients libvirt-daemon-system libvirt-daemon-driver-qemu iptables dmidecode"
            + " qemu-utils ";
    String aptRest =
        " iproute2 dnsmasq-base lvm2 thin-provisioning-tools genisoimage openssl bzip2 gpgv openssh-client";
    String zypper =
        "zypper --non-interactive install libvirt-client libvirt-daemon-qemu"
            + " libvirt-daemon-driver-network libvirt-daemon-config-network qemu-tools ";
    String zypperRest =
        " iproute2 dnsmasq lvm2 thin-provisioning-tools xorriso openssl bzip2 gpg2 openssh-clients"
            + " openssh-common";
    return Stream.of(
        arguments(PackageFamily.APT, "x86_64", apt + "qemu-system-x86 seabios" + aptRest),
        arguments(PackageFamily.APT, "aarch64", apt + "qemu-system-arm qemu-efi-aarch64" + aptRest),
        arguments(
            PackageFamily.DNF,
            "x86_64",
            "dnf install -y libvirt-client libvirt-daemon-kvm libvirt-daemon-config-network"
                + " qemu-img qemu-kvm iproute dnsmasq lvm2 device-mapper-persistent-data xorriso openssl bzip2"
                + " gnupg2 openssh-clients openssh"),
        arguments(PackageFamily.ZYPPER, "x86_64", zypper + "qemu-x86 qemu-seabios" + zypperRest),
        arguments(
            PackageFamily.ZYPPER, "aarch64", zypper + "qemu-arm qemu-uefi-aarch64" + zypperRest));
  }

  @ParameterizedTest
  @MethodSource
  void fetchesListsFirstWhereThereAreNone(PackageFamily family, List<String> commands) {
    SetupSituation bare = situation(List.of(Need.IP), family, "x86_64", true, null, false);
    assertEquals(commands, commands(bare.withoutPackageLists()));
  }

  static Stream<Arguments> fetchesListsFirstWhereThereAreNone() {
    return Stream.of(
        arguments(
            PackageFamily.APT,
            List.of(
                "apt-get update",
                "env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends"
                    + " iproute2")),
        arguments(PackageFamily.DNF, List.of("dnf install -y iproute")),
        arguments(PackageFamily.ZYPPER, List.of("zypper --non-interactive install iproute2")));
  }

  @Test
  void packagesOfAnUnknownFamilyAreForTheUser() {
    SetupSituation bare =
        situation(List.of(Need.IP, Need.EMULATOR), null, "x86_64", true, null, false);
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> SetupPlan.of(bare));
    assertEquals(ExitCode.HOST, e.exitCode());
    assertEquals(
        """
        can't install what is missing: this host has neither apt-get nor dnf nor zypper
          missing: ip, QEMU
          next: install them with its own package program, then kvmcore doctor""",
        e.text());
  }

  @ParameterizedTest(name = "systemd {0}, modular {1}, virtlogd {2}")
  @MethodSource
  void starts(boolean systemd, boolean modular, boolean logging, List<String> commands) {
    LibvirtDaemons daemons = new LibvirtDaemons(systemd, modular, logging);
    for (PackageFamily family : PackageFamily.values()) {
      assertEquals(commands, commands(situation(List.of(), family, "x86_64", false, daemons)));
    }
  }

  static Stream<Arguments> starts() {
    String folder = "mkdir -p /run/libvirt";
    String virtlogd = "virtlogd -d -p /run/virtlogd.pid";
    String libvirtd = "libvirtd -d -p /run/libvirtd.pid";
    return Stream.of(
        arguments(true, false, false, List.of("systemctl enable --now libvirtd")),
        arguments(
            true,
            true,
            false,
            List.of("systemctl enable --now virtqemud.socket virtnetworkd.socket")),
        arguments(false, false, false, List.of(folder, virtlogd, libvirtd)),
        arguments(false, false, true, List.of(folder, libvirtd)),
        arguments(
            false,
            true,
            false,
            List.of(
                folder,
                virtlogd,
                "virtnetworkd -d -p /run/virtnetworkd.pid",
                "virtqemud -d -p /run/virtqemud.pid")));
  }

  @ParameterizedTest(name = "{0}, defined {1}")
  @MethodSource
  void networks(String network, boolean defined, List<String> commands) {
    assertEquals(
        commands,
        commands(situation(List.of(), PackageFamily.APT, "x86_64", true, network, defined)));
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        arguments(null, false, List.of()),
        arguments("lan", true, List.of(VIRSH + "net-start lan")),
        arguments("lan", false, List.of()),
        arguments("default", true, List.of(VIRSH + "net-start default")),
        arguments(
            "default",
            false,
            List.of(
                VIRSH + "net-define /usr/share/libvirt/networks/default.xml",
                VIRSH + "net-start default")));
  }

  private static List<String> commands(SetupSituation situation) {
    List<String> lines = new ArrayList<>();
    for (SetupStep step : SetupPlan.of(situation)) {
      step.commands().stream().map(Command::display).forEach(lines::add);
    }
    return lines;
  }

  private static SetupSituation situation(
      List<Need> missing,
      PackageFamily family,
      String architecture,
      boolean reachable,
      LibvirtDaemons daemons) {
    return new SetupSituation(
        missing, family, architecture, true, daemons, reachable, "qemu:///system", null, false);
  }

  private static SetupSituation situation(
      List<Need> missing,
      PackageFamily family,
      String architecture,
      boolean reachable,
      String network,
      boolean defined) {
    LibvirtDaemons daemons = new LibvirtDaemons(true, false, false);
    return new SetupSituation(
        missing,
        family,
        architecture,
        true,
        daemons,
        reachable,
        "qemu:///system",
        network,
        defined);
  }
}
