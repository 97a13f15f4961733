package io.github.kvmcore.engine.libvirt.drift;

import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Looks whether a cluster's machines run with all that was made for them: compares each with its
 * claim, which is the XML that it was defined by, and with what its metadata names. No settings are
 * asked.
 */
public final class DefinitionDrift {
  private final String cluster;
  private final HostState hostState;
  private final Set<Drift> found = new LinkedHashSet<>();

  public DefinitionDrift(String cluster, HostState hostState) {
    this.cluster = cluster;
    this.hostState = hostState;
  }

  /** All that is not so. */
  public List<Drift> drift() {
    hostState.machines(cluster).values().forEach(this::look);
    return List.copyOf(found);
  }

  private void look(Domain machine) {
    MachineTag tag = Objects.requireNonNull(machine.tag());
    if (machine.state() == DomainState.INCOMPLETE) {
      add(machine, Drift.Kind.HALF_MADE, "a run ended half-way, or its domain was taken away");
      return;
    }
    if (machine.state() != DomainState.RUNNING) {
      add(machine, Drift.Kind.STATE, "is " + machine.state() + ", and should run");
    }
    files(machine, tag);
    claim(machine, tag);
    machine.interfaces().forEach(link -> link(machine, link));
  }

  private void add(Domain machine, Drift.Kind kind, String detail) {
    found.add(new Drift(machine.name(), kind, detail));
  }

  private void files(Domain machine, MachineTag tag) {
    List<Disk> disks = new ArrayList<>(List.of(tag.disk()));
    disks.addAll(tag.dataDisks());
    for (Disk disk : disks) {
      boolean hidden = disk instanceof Disk.Volume && hostState.volumes().obstacle() != null;
      if (hidden) {
        add(machine, Drift.Kind.DISK, disk.path() + " can't be looked at: LVM does not answer");
      } else if (!hostState.hasDisk(disk, cluster, machine.name())) {
        String how =
            hostState.files().contains(disk.path())
                ? " is empty"
                : " is gone, or was never finished";
        add(machine, Drift.Kind.DISK, disk.path() + how);
      }
    }
    hostState.brokenDisks(tag).forEach(why -> add(machine, Drift.Kind.DISK, why));
    if (!hostState.hasFile(tag.drive())) {
      String title = tag.configSource().title();
      add(machine, Drift.Kind.CONFIG, "its " + title + " " + tag.drive() + " is gone, or empty");
    }
  }

  private void claim(Domain machine, MachineTag tag) {
    Optional<Domain> claim =
        hostState.claims().stream()
            .filter(it -> HostState.isOurs(it, cluster) && it.name().equals(machine.name()))
            .findFirst();
    if (claim.isEmpty()) {
      Path path = new ClusterFolder(tag.storage()).claim(machine.name());
      add(machine, Drift.Kind.CLAIM, "its claim " + path + " is gone, or can't be read");
      return;
    }
    Domain made = claim.get();
    compare(machine, "memory", mebibytes(machine), mebibytes(made));
    compare(machine, "number of vCPUs", machine.vcpus(), made.vcpus());
    compare(machine, "list of interfaces", links(machine), links(made));
    List<Path> gone = new ArrayList<>(made.files());
    gone.removeAll(machine.files());
    gone.forEach(file -> add(machine, Drift.Kind.DIFFERENCE, file + " was taken away from it"));
    stray(machine, tag, made);
  }

  /** A running domain names what its disks build on as well. */
  private void stray(Domain machine, MachineTag tag, Domain made) {
    machine.files().stream()
        .filter(file -> !made.files().contains(file) && !file.equals(tag.base()))
        .forEach(file -> add(machine, Drift.Kind.STRAY, file + " was attached to it"));
  }

  private void compare(Domain machine, String what, Object is, Object made) {
    if (!is.equals(made)) {
      String detail = "its " + what + " is " + is + " and it was made with " + made;
      add(machine, Drift.Kind.DIFFERENCE, detail);
    }
  }

  /** libvirt rounds up what a machine runs with. */
  private static String mebibytes(Domain domain) {
    return ((domain.memoryKiB() + 1023) >> 10) + " MiB";
  }

  private static String links(Domain domain) {
    return domain.interfaces().stream()
        .map(link -> link.mac() + " on " + link.source() + filtered(link))
        .reduce((one, other) -> one + ", " + other)
        .orElse("none");
  }

  private static String filtered(Domain.Interface link) {
    return link.filter().isEmpty() ? "" : " with " + link.filter();
  }

  private void link(Domain machine, Domain.Interface link) {
    if (link.source().isEmpty() || link.source().startsWith("bridge:")) {
      return;
    }
    Optional<Network> network = hostState.network(link.source());
    if (network.isEmpty() || !network.get().active()) {
      String how = network.isEmpty() ? " is not there" : " does not run";
      found.add(new Drift(null, Drift.Kind.NETWORK, "network " + link.source() + how));
      return;
    }
    boolean first = machine.interfaces().get(0).equals(link);
    boolean kept =
        network.get().dhcp() == null
            || machine.hardware().network() != null
            || network.get().addressOf(link.mac()).isPresent();
    if (first && !kept) {
      add(
          machine,
          Drift.Kind.RESERVATION,
          "network " + link.source() + " keeps no address for " + link.mac());
    }
  }
}
