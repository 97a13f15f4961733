package io.github.kvmcore.engine.libvirt.remove;

import io.github.kvmcore.engine.libvirt.network.Subnets;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.storage.VolumeRemoval;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.SecretFiles;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.plan.ownership.HalfWritten;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.plan.ownership.StorageRecord;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The step that removes one machine: stopped first, then forgotten by libvirt, then its files, and
 * its claim last, so that a removal that dies is gone on with by the next. Without a record of what
 * kvmcore made, nothing but the domain and its addresses goes.
 */
final class MachineRemoval {
  private final HostState hostState;
  private final Virsh virsh;
  private final Domain domain;
  private final MachineTag tag;
  private final @Nullable MachineRecord record;
  private final Set<String> going;
  private final boolean networkStays;
  private final VolumeRemoval volumes;

  /**
   * @param domain one of the cluster's, so with a tag
   * @param record what says which files are the machine's; null where only its metadata does
   * @param going the cluster's machines that are removed
   * @param networkStays whether the cluster's own network is left, for other machines
   */
  MachineRemoval(
      HostState hostState,
      Virsh virsh,
      Domain domain,
      @Nullable MachineRecord record,
      Set<String> going,
      boolean networkStays) {
    this.going = Set.copyOf(going);
    this.networkStays = networkStays;
    this.hostState = hostState;
    this.virsh = virsh;
    this.domain = domain;
    this.record = record;
    this.tag = record == null ? Objects.requireNonNull(domain.tag()) : record.tag();
    this.volumes = new VolumeRemoval(tag.cluster(), hostState, going);
  }

  Step step() {
    List<Action> actions = new ArrayList<>();
    domain(actions);
    reservations(actions);
    if (record != null) {
      files(record, actions);
    }
    return new Step(
        "destroy:" + domain.name(),
        Phase.DESTROY,
        domain.name(),
        "destroy",
        actions,
        List.of(),
        List.of());
  }

  /** Which of its files stay, because another domain, such as a clone, uses them. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.addAll(volumes.notes(tag));
    disks().forEach(disk -> note(disk.path(), users(disk), notes));
    note(tag.drive(), users(new Disk.ImageFile(tag.drive())), notes);
    return notes;
  }

  private List<String> users(Disk disk) {
    return hostState.remainingUsers(disk, tag.cluster(), going);
  }

  private Stream<Disk> disks() {
    return Stream.concat(Stream.of(tag.disk()), tag.dataDisks().stream());
  }

  private void note(Path file, List<String> users, List<String> notes) {
    if (!users.isEmpty()) {
      notes.add(
          domain.name()
              + ": "
              + file
              + " is left: it is used by domains that stay: "
              + String.join(" ", users));
    }
  }

  private void domain(List<Action> actions) {
    if (domain.state() == DomainState.INCOMPLETE) {
      return;
    }
    if (domain.state() != DomainState.SHUT_OFF) {
      actions.add(new Action.Run(virsh.destroy(domain.uuid()), Virsh.NOT_RUNNING, Virsh.NO_DOMAIN));
    }
    // Where a domain's firmware keeps its variables, only its own XML says.
    actions.add(
        new Action.Run(
            isClaimed() ? virsh.undefine(domain.uuid()) : virsh.forget(domain.uuid()),
            Virsh.NO_DOMAIN));
  }

  private boolean isClaimed() {
    return record != null && record.isClaim();
  }

  private void reservations(List<Action> actions) {
    for (Domain.Interface link : domain.interfaces()) {
      Network network = hostState.network(link.source()).orElse(null);
      if (network != null) {
        network.reservations().stream()
            .filter(host -> host.mac().equals(link.mac()) && host.name().equals(domain.name()))
            .filter(host -> isClaimed() || isComputed(host))
            .filter(host -> goes(host, network))
            .forEach(host -> reservation(host, network, actions));
      }
    }
  }

  /** Whether nobody else's entry can have that address. */
  private boolean isComputed(Reservation host) {
    return host.mac().equals(Identity.mac(tag.cluster(), domain.name(), ""));
  }

  /**
   * On the cluster's own network numbered machines keep their addresses as long as it is there;
   * what was kept for a name, or at another address than the number's, has come with the machine.
   */
  private boolean goes(Reservation host, Network network) {
    if (!tag.cluster().equals(network.cluster())) {
      return true;
    }
    boolean numbered =
        tag.index() > 0
            && network.subnets().stream()
                .limit(1)
                .anyMatch(it -> Subnets.addressOf(it, tag.index()).equals(host.address()));
    return networkStays && !numbered;
  }

  private void reservation(Reservation host, Network network, List<Action> actions) {
    actions.add(
        new Action.Run(
            virsh.deleteReservation(network, host.mac()), Virsh.NO_RESERVATION, Virsh.NO_NETWORK));
    if (tag.cluster().equals(network.cluster())) {
      actions.add(new Action.Run(virsh.deleteName(network, host), Virsh.NO_NAME, Virsh.NO_NETWORK));
    }
  }

  private void files(MachineRecord record, List<Action> actions) {
    ClusterFolder folder = new ClusterFolder(tag.storage());
    actions.addAll(volumes.machine(record));
    List<Path> files =
        Stream.concat(
                disks().filter(disk -> disk instanceof Disk.ImageFile).map(Disk::path),
                Stream.of(tag.drive()))
            .toList();
    for (Path file : files) {
      if (users(new Disk.ImageFile(file)).isEmpty()) {
        actions.add(new Action.DeleteTree(record.own(file)));
      }
      Path unfinished = ClusterFolder.unfinished(file);
      if (hostState.files().contains(unfinished)) {
        actions.add(new Action.Delete(record.own(unfinished)));
      }
      HalfWritten.beside(file, hostState.files())
          .forEach(half -> actions.add(new Action.Delete(record.own(half))));
    }
    actions.add(new Action.DeleteTree(record.own(folder.driveContent(domain.name()))));
    hostState.storages().forEach(storage -> secrets(storage, actions));
    logs(record).forEach(log -> actions.add(new Action.Delete(record.own(log))));
    actions.add(new Action.Delete(record.own(folder.claim(domain.name()))));
  }

  private void secrets(HostState.Storage storage, List<Action> actions) {
    StorageRecord made = storage.record();
    Path secrets = new ClusterFolder(storage.folder()).secrets(tag.cluster());
    new SecretFiles(secrets)
        .ofMachine(domain.name()).stream()
            .filter(hostState.files()::contains)
            .forEach(file -> actions.add(new Action.Delete(made.own(file))));
  }

  /**
   * The console's log, libvirt's own of this domain and of the daemons of its shares, with their
   * rotated predecessors.
   */
  private List<Path> logs(MachineRecord record) {
    if (hostState.domains().stream()
        .anyMatch(
            other ->
                other.name().equals(domain.name()) && !HostState.isOurs(other, tag.cluster()))) {
      return List.of(); // they are of somebody else's domain
    }
    return hostState.files().stream().filter(record::isLog).sorted().toList();
  }
}
