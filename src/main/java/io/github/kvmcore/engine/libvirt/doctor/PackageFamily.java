package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.libvirt.read.Need;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.exec.process.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The distributions' package programs, and the names of the packages that hold what kvmcore needs.
 *
 * <p>Debian's names were checked on Debian 12. Those of the Fedora and RHEL family and of openSUSE
 * come from their documentation and were not tried on a real host.
 */
enum PackageFamily {
  APT("apt-get"),
  DNF("dnf"),
  ZYPPER("zypper");

  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(20);

  private final String program;

  PackageFamily(String program) {
    this.program = program;
  }

  /** The family whose package program is on the host; empty where it is another one. */
  static Optional<PackageFamily> of(Programs programs) {
    return List.of(values()).stream().filter(family -> programs.has(family.program)).findFirst();
  }

  /**
   * The packages that bring these programs, each once, in the order of the needs.
   *
   * @param architecture as in libvirt's domain XML
   */
  List<String> packages(Collection<Need> needs, String architecture) {
    boolean arm = architecture.equals("aarch64");
    return needs.stream()
        .flatMap(
            need ->
                switch (this) {
                  case APT -> debian(need, arm).stream();
                  case DNF -> fedora(need).stream();
                  case ZYPPER -> suse(need, arm).stream();
                })
        .distinct()
        .toList();
  }

  /** Installs packages without asking; needs root. */
  Command install(Collection<String> packages) {
    List<String> argv =
        new ArrayList<>(
            switch (this) {
              case APT ->
                  List.of(
                      "env",
                      "DEBIAN_FRONTEND=noninteractive",
                      program,
                      "install",
                      "-y",
                      "--no-install-recommends");
              case DNF -> List.of(program, "install", "-y");
              case ZYPPER -> List.of(program, "--non-interactive", "install");
            });
    argv.addAll(packages);
    return Command.of(argv).withLimit(INSTALL_LIMIT);
  }

  /** Fetches the lists of packages again; empty where installing does that by itself. */
  Optional<Command> refresh() {
    return this == APT
        ? Optional.of(Command.of(program, "update").withLimit(INSTALL_LIMIT))
        : Optional.empty();
  }

  /** Recommended packages are not installed, so those that are needed are named. */
  private static List<String> debian(Need need, boolean arm) {
    return switch (need) {
      case VIRSH -> List.of("libvirt-clients");
      case LIBVIRTD ->
          List.of("libvirt-daemon-system", "libvirt-daemon-driver-qemu", "iptables", "dmidecode");
      case QEMU_IMG -> List.of("qemu-utils");
      case EMULATOR ->
          arm
              ? List.of("qemu-system-arm", "qemu-efi-aarch64")
              : List.of("qemu-system-x86", "seabios");
      case IP -> List.of("iproute2");
      case DNSMASQ -> List.of("dnsmasq-base");
      case LVM -> List.of("lvm2");
      case THIN -> List.of("thin-provisioning-tools");
      case ISO -> List.of("genisoimage");
      case OPENSSL -> List.of("openssl");
      case DECOMPRESSOR -> List.of("bzip2");
      case GPGV -> List.of("gpgv");
      case SSH, SSH_KEYGEN -> List.of("openssh-client");
    };
  }

  private static List<String> fedora(Need need) {
    return switch (need) {
      case VIRSH -> List.of("libvirt-client");
      case LIBVIRTD -> List.of("libvirt-daemon-kvm", "libvirt-daemon-config-network");
      case QEMU_IMG -> List.of("qemu-img");
      case EMULATOR -> List.of("qemu-kvm");
      case IP -> List.of("iproute");
      case DNSMASQ -> List.of("dnsmasq");
      case LVM -> List.of("lvm2");
      case THIN -> List.of("device-mapper-persistent-data");
      case ISO -> List.of("xorriso");
      case OPENSSL -> List.of("openssl");
      case DECOMPRESSOR -> List.of("bzip2");
      case GPGV -> List.of("gnupg2");
      case SSH -> List.of("openssh-clients");
      case SSH_KEYGEN -> List.of("openssh");
    };
  }

  private static List<String> suse(Need need, boolean arm) {
    return switch (need) {
      case VIRSH -> List.of("libvirt-client");
      case LIBVIRTD ->
          List.of(
              "libvirt-daemon-qemu",
              "libvirt-daemon-driver-network",
              "libvirt-daemon-config-network");
      case QEMU_IMG -> List.of("qemu-tools");
      case EMULATOR ->
          arm ? List.of("qemu-arm", "qemu-uefi-aarch64") : List.of("qemu-x86", "qemu-seabios");
      case IP -> List.of("iproute2");
      case DNSMASQ -> List.of("dnsmasq");
      case LVM -> List.of("lvm2");
      case THIN -> List.of("thin-provisioning-tools");
      case ISO -> List.of("xorriso");
      case OPENSSL -> List.of("openssl");
      case DECOMPRESSOR -> List.of("bzip2");
      case GPGV -> List.of("gpg2");
      case SSH -> List.of("openssh-clients");
      case SSH_KEYGEN -> List.of("openssh-common");
    };
  }
}
