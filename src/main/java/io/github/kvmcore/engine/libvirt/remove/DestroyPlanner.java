package io.github.kvmcore.engine.libvirt.remove;

import io.github.kvmcore.cluster.ClusterState;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.engine.Removal;
import io.github.kvmcore.engine.libvirt.machine.ClusterStates;
import io.github.kvmcore.engine.libvirt.machine.Machines;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.storage.StorageRemoval;
import io.github.kvmcore.engine.libvirt.storage.VolumeRemoval;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.plan.ownership.OwnedPath;
import io.github.kvmcore.plan.ownership.Ownership;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans {@code destroy}: the cluster's machines, whole or half-made, with what their claims name,
 * and nothing else. The base images stay.
 */
public final class DestroyPlanner {
  private final Settings settings;
  private final HostState hostState;
  private final Ownership ownership;
  private final Virsh virsh;

  /**
   * @param adopts whether what only metadata and tags name goes as well
   */
  public DestroyPlanner(Settings settings, HostState hostState, boolean adopts) {
    this.ownership = new Ownership(hostState, adopts);
    this.settings = settings;
    this.hostState = hostState;
    this.virsh = new Virsh(settings.connect());
  }

  /**
   * Plans the removal.
   *
   * @param words the machines to remove, by name or number; empty: the whole cluster
   * @param ifExists whether words that are no machine's are left out instead of refused
   * @throws KvmcoreException where a name is not one of the cluster's machines
   */
  public Removal plan(List<String> words, boolean ifExists) {
    Map<String, Domain> present = hostState.machines(settings.cluster());
    Map<String, Domain> going = new LinkedHashMap<>(present);
    if (!words.isEmpty()) {
      going.keySet().retainAll(chosen(words, ifExists));
    }
    List<Unclaimed> unclaimed = going.values().stream().flatMap(this::unclaimed).toList();
    unclaimed.forEach(machine -> going.remove(machine.machine()));
    List<Step> steps = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Machine> machines = new ArrayList<>();
    boolean all = going.size() == present.size() && (words.isEmpty() || !going.isEmpty());
    boolean networkStays =
        !all || hostState.ownNetwork(settings.cluster()).stream().anyMatch(it -> hasGuests(it));
    List<MachineRecord> records = new ArrayList<>();
    for (Domain domain : going.values()) {
      machines.add(Machines.asItIs(settings.cluster(), domain, hostState));
      MachineRecord record = ownership.machine(domain).orElse(null);
      MachineRemoval removal =
          new MachineRemoval(hostState, virsh, domain, record, going.keySet(), networkStays);
      steps.add(removal.step());
      notes.addAll(removal.notes());
      Stream.ofNullable(record).forEach(records::add);
    }
    List<String> removals = steps.stream().map(Step::id).toList();
    steps.addAll(
        new VolumeRemoval(settings.cluster(), hostState, going.keySet())
            .shared(records, ownership, removals));
    if (all) {
      cluster(steps, notes);
    }
    NextCommand next = NextCommand.of(settings);
    return new Removal(
        new Plan(settings.cluster(), machines, steps, notes),
        unclaimed.stream().map(machine -> machine.text(next)).toList());
  }

  private List<String> chosen(List<String> words, boolean ifExists) {
    ClusterState cluster = ClusterStates.of(hostState, settings.cluster());
    List<MachineState> chosen = ifExists ? cluster.chooseExisting(words) : cluster.choose(words);
    return chosen.stream().map(MachineState::name).toList();
  }

  private Stream<Unclaimed> unclaimed(Domain machine) {
    return ownership.machine(machine).isPresent()
        ? Stream.of()
        : Unclaimed.of(machine, hostState).stream();
  }

  private void cluster(List<Step> steps, List<String> notes) {
    List<String> machines = steps.stream().map(Step::id).toList();
    Optional<Network> own = hostState.ownNetwork(settings.cluster());
    List<String> before = new ArrayList<>(machines);
    if (own.isPresent()) {
      List<String> guests = guests(own.get());
      if (guests.isEmpty()) {
        steps.add(network(own.get(), machines));
        before.add("network");
      } else {
        notes.add(
            "network "
                + own.get().name()
                + " is left: it is used by domains that are not kvmcore's: "
                + String.join(" ", guests));
      }
    }
    for (HostState.Storage storage : hostState.storages()) {
      Path secrets = new ClusterFolder(storage.folder()).secrets(settings.cluster());
      if (storage.secrets().contains(secrets)) {
        Step step = secrets(storage.record().own(secrets), machines);
        steps.add(step);
        before.add(step.id());
      }
    }
    for (HostState.Storage storage : hostState.storages()) {
      new StorageRemoval(settings.cluster(), hostState, storage).step(before).ifPresent(steps::add);
    }
  }

  /** After the last machine, as those that are left need them. */
  private static Step secrets(OwnedPath folder, List<String> after) {
    return new Step(
            "secrets:" + folder.path(),
            Phase.DESTROY,
            null,
            "secrets",
            List.of(new Action.DeleteTree(folder)),
            List.of(),
            after)
        .asMinor();
  }

  private boolean hasGuests(Network network) {
    return !guests(network).isEmpty();
  }

  private List<String> guests(Network network) {
    return hostState.domains().stream()
        .filter(domain -> !HostState.isOurs(domain, settings.cluster()))
        .filter(
            domain ->
                domain.interfaces().stream().anyMatch(link -> link.source().equals(network.name())))
        .map(Domain::name)
        .toList();
  }

  private Step network(Network network, List<String> after) {
    List<Action> actions = new ArrayList<>();
    if (network.active()) {
      actions.add(
          new Action.Run(
              virsh.netDestroy(network.name()), Virsh.NETWORK_INACTIVE, Virsh.NO_NETWORK));
    }
    actions.add(new Action.Run(virsh.netUndefine(network.name()), Virsh.NO_NETWORK));
    return new Step(
        "network", Phase.DESTROY, null, "network " + network.name(), actions, List.of(), after);
  }
}
