package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.cluster.Diff;
import io.github.kvmcore.cluster.WantedMachine;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.machine.ClusterStates;
import io.github.kvmcore.engine.libvirt.machine.Lifetimes;
import io.github.kvmcore.engine.libvirt.machine.MachineProperties;
import io.github.kvmcore.engine.libvirt.machine.Machines;
import io.github.kvmcore.engine.libvirt.machine.StartBlockers;
import io.github.kvmcore.engine.libvirt.machine.WantedHardware;
import io.github.kvmcore.engine.libvirt.network.FixedAddresses;
import io.github.kvmcore.engine.libvirt.network.NetworkChoice;
import io.github.kvmcore.engine.libvirt.network.Networks;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.service.EtcdMembership;
import io.github.kvmcore.engine.libvirt.service.ServicePlan;
import io.github.kvmcore.engine.libvirt.storage.VolumeChecks;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.render.Profiles;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.StaticAddresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code create} comes to before there are steps.
 *
 * @param wanted the machines that there are to be
 * @param missing those among them that are made
 * @param services how they find each other
 */
record CreateDraft(
    Networks networks,
    NetworkChoice network,
    List<Machine> wanted,
    List<Machine> missing,
    ServicePlan services,
    ConfigChoice config) {

  /**
   * What there will be, and that nothing is in its way.
   *
   * @param changes whether machines are made and told of each other; else they are only compared
   */
  static CreateDraft of(
      Settings settings,
      HostState hostState,
      HostFacts facts,
      Profiles profiles,
      Goal goal,
      boolean changes) {
    ConfigChoice choice = new ConfigChoice(settings, facts, goal.image().release().os());
    Networks networks = new Networks(settings, hostState, facts);
    NetworkChoice network = networks.choose(goal.machines());
    List<Machine> wanted =
        new Machines(
                settings,
                hostState,
                networks,
                choice.source(),
                new WantedHardware(settings, facts, networks))
            .wanted(goal.machines(), network);
    Map<String, Domain> present = hostState.machines(settings.cluster());
    List<String> unseen = VolumeChecks.unseen(hostState, present.values());
    if (!unseen.isEmpty()) {
      throw KvmcoreException.settings(unseen);
    }
    List<Machine> missing =
        wanted.stream()
            .filter(machine -> !isWhole(hostState, present.get(machine.name())))
            .toList();
    ServicePlan services =
        new ServicePlan(
            new ServicePlan.Basis(
                settings,
                hostState,
                facts,
                profiles,
                choice.kind(),
                goal.image().release().os(),
                facts.architecture(),
                present.values(),
                missing));
    List<String> conflicts = new ArrayList<>();
    profiles.mistake(settings.profile(), choice.kind()).ifPresent(conflicts::add);
    if (changes) {
      conflicts.addAll(TrustConflicts.of(settings, hostState, !missing.isEmpty()));
      conflicts.addAll(broken(settings, hostState, wanted, present));
    }
    conflicts.addAll(Conflicts.of(settings, hostState, network, goal, missing));
    conflicts.addAll(
        FixedAddresses.conflicts(settings, hostState, network, goal.machines(), missing));
    conflicts.addAll(
        HardwareConflicts.of(settings, hostState, facts, network, goal.image().release(), missing));
    conflicts.addAll(SkippedPhaseChecks.conflicts(goal, hostState, missing));
    if (!missing.isEmpty()) {
      conflicts.addAll(choice.mistakes());
    }
    if (profiles.hasMembers(settings.profile(), choice.kind())) {
      services.membership().map(EtcdMembership::mistakes).ifPresent(conflicts::addAll);
    }
    conflicts.addAll(services.mistakes());
    conflicts.addAll(new Lifetimes(settings, hostState, goal.now()).mistakes());
    if (!conflicts.isEmpty()) {
      throw KvmcoreException.settings(conflicts);
    }
    return new CreateDraft(networks, network, wanted, missing, services, choice);
  }

  /** Disks that are there and can't be used; they may hold what their user wrote. */
  private static List<String> broken(
      Settings settings, HostState hostState, List<Machine> wanted, Map<String, Domain> present) {
    StartBlockers why = new StartBlockers(settings, hostState);
    return wanted.stream()
        .flatMap(
            machine ->
                Stream.ofNullable(present.get(machine.name()))
                    .flatMap(domain -> why.broken(domain).stream())
                    .map(text -> machine.name() + ": " + text))
        .toList();
  }

  /** Whether a machine needs nothing to be made; a domain without its files can't run. */
  static boolean isWhole(HostState hostState, @Nullable Domain domain) {
    return domain != null && hostState.isWhole(domain);
  }

  /** How etcd's members find each other; empty without etcd. */
  Optional<EtcdMembership> membership() {
    return services.membership();
  }

  /** What is not as wanted; the machines' configuration aside. */
  Diff diff(Settings settings, HostState hostState, HostFacts facts, Goal goal) {
    StaticAddresses addresses = settings.hardware().addresses();
    Ipv4Address some = addresses == null ? null : addresses.addresses().get(0);
    WantedHardware hardware = new WantedHardware(settings, facts, networks);
    List<WantedMachine> wanted =
        goal.machines().stream()
            .map(
                spec ->
                    MachineProperties.wanted(
                        settings,
                        goal,
                        spec,
                        hardware.of(spec.name(), settings.hardware().dataBytes(), some),
                        config.kind().toString(),
                        network.label()))
            .toList();
    return Diff.of(wanted, ClusterStates.of(hostState, settings.cluster()));
  }
}
