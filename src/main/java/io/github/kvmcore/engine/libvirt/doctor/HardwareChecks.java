package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.engine.libvirt.read.Firmwares;
import io.github.kvmcore.engine.libvirt.read.HardwareFacts;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.failure.ShellQuote;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.hardware.ShareDriver;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.network.NetworkFilter;
import io.github.kvmcore.spec.HardwareSettings;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.DomainCapabilities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether the host has what guests' further hardware takes; from facts that were read before. */
final class HardwareChecks {
  private final Settings settings;
  private final HardwareSettings wanted;
  private final HostFacts facts;
  private final @Nullable DomainCapabilities capabilities;
  private final List<MachineSpec> machines;
  private final List<Check> checks = new ArrayList<>();

  /**
   * @param machines those that are to be made
   */
  HardwareChecks(Settings settings, HostFacts facts, List<MachineSpec> machines) {
    this.settings = settings;
    this.wanted = settings.hardware();
    this.facts = facts;
    this.capabilities = facts.hardware().capabilities();
    this.machines = machines;
  }

  /** A check for each thing that the settings want; none where no machine is made. */
  List<Check> all() {
    if (machines.isEmpty()) {
      return List.of();
    }
    firmware();
    cpuModel();
    pages();
    wanted.extraNetworks().stream()
        .filter(network -> network.startsWith("bridge:"))
        .forEach(network -> bridge(network.substring("bridge:".length())));
    filter();
    for (Share share : wanted.shares()) {
      checks.add(
          obstacle(share)
              .orElseGet(() -> new Check("share " + share.tag(), Status.OK, "" + share, null)));
    }
    return checks;
  }

  private void add(String name, boolean right, String detail, String remedy) {
    checks.add(new Check(name, right ? Status.OK : Status.PROBLEM, detail, right ? null : remedy));
  }

  private void firmware() {
    Firmware firmware = Firmwares.of(settings, facts.architecture());
    boolean arm = facts.architecture().equals("aarch64");
    if (firmware == Firmware.BIOS) {
      if (arm) {
        add("firmware", false, "vm_firmware: no " + facts.architecture() + " has a BIOS", "uefi");
      }
      return;
    }
    if (capabilities == null) {
      return; // not asked, or libvirt does not answer, which others say
    }
    boolean secure = firmware == Firmware.SECURE;
    boolean right = secure ? capabilities.secureBoot() : capabilities.uefi();
    String install =
        arm
            ? "apt-get install qemu-efi-aarch64 (Fedora: edk2-aarch64; openSUSE: qemu-uefi-aarch64)"
            : "apt-get install ovmf (Fedora, RHEL: edk2-ovmf; openSUSE: qemu-ovmf-x86_64)";
    add(
        "firmware",
        right,
        right
            ? "UEFI" + (secure ? " with secure boot" : "")
            : "libvirt knows no UEFI " + (secure ? "with secure boot " : "") + "for the guests",
        install);
  }

  private void cpuModel() {
    String model = wanted.cpuModel();
    if (model.isEmpty() || capabilities == null) {
      return;
    }
    Boolean usable = capabilities.cpuModels().get(model);
    boolean right = capabilities.cpuModes().contains(model) || Boolean.TRUE.equals(usable);
    boolean mode = List.of("host-passthrough", "host-model", "maximum").contains(model);
    String why =
        mode
            ? " can't be had here" + (model.equals("host-passthrough") ? " without KVM" : "")
            : usable == null
                ? " is no model that libvirt knows"
                : " is known to libvirt, but not possible on this host";
    List<String> models =
        capabilities.cpuModels().entrySet().stream()
            .filter(entry -> entry.getValue())
            .map(entry -> entry.getKey())
            .toList();
    add(
        "CPU model",
        right,
        right ? model : "vm_cpu_model: " + model + why,
        "one of "
            + String.join(", ", new TreeSet<>(capabilities.cpuModes()))
            + " but custom, or of "
            + String.join(", ", new TreeSet<>(models)));
  }

  private void pages() {
    Long asked = wanted.hugePageKiB();
    if (asked == null) {
      return;
    }
    HardwareFacts hardware = facts.hardware();
    long size = asked == 0 ? hardware.pageKiB() : asked;
    Long free = hardware.freePages().get(size);
    if (free == null) {
      String sizes = new TreeSet<>(hardware.freePages().keySet()) + " KiB";
      add("huge pages", false, "the host has none of " + size + " KiB", "the sizes: " + sizes);
      return;
    }
    long needed = machines.stream().mapToLong(it -> (it.memoryKiB() + size - 1) / size).sum();
    boolean right = needed <= free;
    String file = "/sys/kernel/mm/hugepages/hugepages-" + size + "kB/nr_hugepages";
    add(
        "huge pages",
        right,
        free + " of " + size + " KiB free, " + needed + " needed",
        "set more aside: echo N | sudo tee "
            + file
            + " (N: those that are used, and "
            + needed
            + ")");
    if (right && !hardware.pagesMounted()) {
      add(
          "hugetlbfs",
          false,
          "QEMU gets huge pages by a file system that is not mounted",
          "sudo mkdir -p /dev/hugepages && sudo mount -t hugetlbfs hugetlbfs /dev/hugepages, then"
              + " restart libvirtd");
    }
  }

  private void bridge(String name) {
    boolean there = facts.hardware().bridges().contains(name);
    add(
        "extra network",
        there,
        there
            ? "bridge:" + name
            : "vm_extra_networks: there is no bridge " + name + " on this host",
        "ip -br link show type bridge");
  }

  private void filter() {
    HardwareFacts.Filters filters = facts.hardware().filters();
    if (wanted.filter() == NetworkFilter.NONE || filters == null) {
      return; // or libvirt does not answer, which others say
    }
    String name = wanted.filter().toString();
    String why = filters.obstacle().isEmpty() ? "" : " (" + filters.obstacle() + ")";
    add(
        "network filter",
        filters.names().contains(name),
        filters.names().contains(name)
            ? name
            : "vm_network_filter: libvirt has no filter " + name + why,
        "apt-get install libvirt-daemon-config-nwfilter (Fedora, RHEL, openSUSE:"
            + " libvirt-daemon-config-nwfilter libvirt-daemon-driver-nwfilter), then restart"
            + " libvirt; a user's own libvirt (qemu:///session) has no filters");
  }

  private Optional<Check> obstacle(Share share) {
    boolean virtiofs = capabilities != null && capabilities.virtiofs();
    if (share.driver() == ShareDriver.VIRTIOFS && capabilities != null && !virtiofs) {
      return problem(
          share,
          "libvirt finds no virtiofsd",
          "install it (Debian 12: qemu-system-common, else virtiofsd), or vm_share_driver=9p");
    }
    boolean nine =
        share.driver() == ShareDriver.NINE_P
            || (share.driver() == ShareDriver.AUTO && (facts.ninePfs() || !virtiofs));
    if (nine && !facts.ninePfs()) {
      return problem(share, "this host's QEMU has no 9p", "vm_share_driver=virtiofs, without :ro");
    }
    return folder(share, nine);
  }

  private Optional<Check> folder(Share share, boolean byQemu) {
    List<Path> kept =
        List.of(settings.storageDir(), settings.configDriveDir(), settings.imageCacheDir());
    for (Path own : kept) {
      if (own.startsWith(share.folder()) || share.folder().startsWith(own)) {
        return problem(share, "holds, or is in, " + own + ", which is kvmcore's", "another folder");
      }
    }
    Optional<Check> doubt = Optional.empty();
    for (Path path = share.folder(); path != null; path = path.getParent()) {
      FileFacts found = facts.folders().getOrDefault(path, Optional.empty()).orElse(null);
      if (found == null) {
        return problem(share, path + " does not exist", "mkdir -p " + quote(share.folder()));
      }
      if (!found.isDirectory()) {
        return problem(
            share,
            path + (found.kind() == FileFacts.Kind.LINK ? " is a link" : " is no directory"),
            "name the folder itself: readlink -f " + quote(share.folder()));
      }
      if (byQemu && !isOpen(found, path.equals(share.folder()) ? 5 : 1)) {
        doubt = closed(share, path, found);
      }
    }
    return doubt;
  }

  /**
   * Whether QEMU's user may do what the bits say; an access list, which shows in the group's bits
   * alone, gets the benefit of the doubt.
   */
  private boolean isOpen(FileFacts folder, int bits) {
    if (settings.connect().endsWith("/session")) {
      return true;
    }
    if (folder.owner().equals(facts.qemuUser())) {
      return (folder.mode() >> 6 & bits) == bits;
    }
    return (folder.mode() & bits) == bits || (folder.mode() >> 3 & bits) == bits;
  }

  private Optional<Check> closed(Share share, Path path, FileFacts found) {
    String user = facts.qemuUser() == null ? "libvirt-qemu" : facts.qemuUser();
    return problem(
        share,
        "QEMU runs as "
            + user
            + ", which can't read "
            + path
            + String.format(" (mode %04o, owner %s)", found.mode(), found.owner()),
        "sudo setfacl -m u:" + user + (path.equals(share.folder()) ? ":rx " : ":x ") + quote(path));
  }

  private static Optional<Check> problem(Share share, String detail, String remedy) {
    return Optional.of(
        new Check(
            "share " + share.tag(), Status.PROBLEM, "vm_shares: " + share + ": " + detail, remedy));
  }

  private static String quote(Path path) {
    return ShellQuote.quote(path.toString());
  }
}
