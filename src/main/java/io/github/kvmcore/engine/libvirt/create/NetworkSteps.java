package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.libvirt.network.NetworkChoice;
import io.github.kvmcore.engine.libvirt.network.Subnets;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps that bring a network to where machines can start on it. */
final class NetworkSteps {
  /** The step behind which machines can start on the network. */
  static final String ID = Step.NETWORK;

  private static final int PRIVATE = 0600;

  private final CreateContext base;

  NetworkSteps(CreateContext base) {
    this.base = base;
  }

  /** Defines and starts what is missing; no step where the networks run. */
  List<Step> make(HostState hostState) {
    List<Step> steps = new ArrayList<>(main());
    for (String name : base.settings().hardware().extraNetworks()) {
      hostState
          .network(name)
          .filter(network -> !network.active())
          .ifPresent(network -> steps.add(start(extraId(name), name)));
    }
    return steps;
  }

  /** The step that starts one of the further networks. */
  private static String extraId(String name) {
    return "network:" + name;
  }

  /** The steps behind which machines can start, of those that {@link #make} may give. */
  String[] ids() {
    return Stream.concat(
            Stream.of(ID),
            base.settings().hardware().extraNetworks().stream().map(NetworkSteps::extraId))
        .toArray(String[]::new);
  }

  private List<Step> main() {
    if (base.network() instanceof NetworkChoice.OwnNew own) {
      return List.of(define(own), autostart(own.name(), ID));
    }
    if (base.network() instanceof NetworkChoice.Existing existing && !existing.network().active()) {
      String name = existing.network().name();
      return List.of(start(ID, name));
    }
    return List.of();
  }

  private Step start(String id, String name) {
    Action start = new Action.Run(base.virsh().netStart(name), Virsh.NETWORK_ACTIVE);
    return step(id, "network " + name, List.of(start), List.of());
  }

  private Step define(NetworkChoice.OwnNew own) {
    Virsh virsh = base.virsh();
    String cluster = base.settings().cluster();
    Path file = base.folder().network(cluster);
    // By UUID: a network of that name could be one that somebody else has just made.
    String uuid = Identity.networkUuid(cluster).toString();
    String xml =
        base.renderer()
            .network(
                own.name(),
                Identity.networkUuid(cluster),
                cluster,
                Subnets.gateway(own.subnet()),
                own.subnet().prefix(),
                own.hosts());
    List<Action> actions =
        List.of(
            new Action.WriteFile(file, xml, PRIVATE, null),
            new Action.Run(virsh.netDefine(file)),
            new Action.Run(virsh.netStart(own.name()), Virsh.NETWORK_ACTIVE));
    List<Action> undo =
        List.of(
            new Action.Delete(base.storageRecord().own(file)),
            new Action.Run(virsh.netDestroy(uuid), Virsh.NETWORK_INACTIVE, Virsh.NO_NETWORK),
            new Action.Run(virsh.netUndefine(uuid), Virsh.NO_NETWORK));
    return step(ID, "network " + own.name() + " " + own.subnet(), actions, undo, "folders");
  }

  /**
   * So that the machines can be started after a reboot of the host. As long as the XML is there, it
   * has yet to be done.
   */
  private Step autostart(String network, String... after) {
    List<Action> actions =
        List.of(
            new Action.Run(base.virsh().netAutostart(network)),
            new Action.Delete(
                base.storageRecord().own(base.folder().network(base.settings().cluster()))));
    return step("network-autostart", "network at boot", actions, List.of(), after).asMinor();
  }

  /** Ends what a run that was killed had begun about the cluster's network. */
  Optional<Step> finish(HostState hostState) {
    Path begun = base.folder().network(base.settings().cluster());
    boolean there = hostState.storages().stream().anyMatch(it -> it.halfWritten().contains(begun));
    return there && base.network() instanceof NetworkChoice.Existing existing
        ? Optional.of(autostart(existing.network().name()))
        : Optional.empty();
  }

  private static Step step(
      String id, String title, List<Action> actions, List<Action> undo, String... after) {
    return new Step(id, Phase.VMS, null, title, actions, undo, List.of(after));
  }

  /** Keeps the machine's address where the network does not do so already. */
  Optional<Step> reserve(Machine machine, HostState hostState, List<String> after) {
    Ipv4Address address = machine.address();
    if (!(base.network() instanceof NetworkChoice.Existing existing) || address == null) {
      return Optional.empty();
    }
    Network network = existing.network().started();
    // Without DHCP libvirt keeps none, and the guest gives itself its own.
    if (network.dhcp() == null || network.addressOf(machine.mac()).isPresent()) {
      return Optional.empty();
    }
    Reservation host = new Reservation(machine.mac(), machine.name(), address);
    List<String> all = new ArrayList<>(after);
    all.add(MachineSteps.claimId(machine));
    // As for those that the network was made with: names resolve before anybody asks for a lease.
    boolean named = machine.cluster().equals(network.cluster());
    return Optional.of(
        new Step(
            "reserve:" + machine.name(),
            Phase.VMS,
            machine.name(),
            "address " + address,
            add(network, host, named),
            remove(network, host, named),
            all));
  }

  private List<Action> add(Network network, Reservation host, boolean named) {
    Action address =
        new Action.Run(base.virsh().addReservation(network, host)).orDoneBefore(Virsh.RESERVED);
    Action name = new Action.Run(base.virsh().addName(network, host)).orDoneBefore(Virsh.NAMED);
    return named ? List.of(address, name) : List.of(address);
  }

  private List<Action> remove(Network network, Reservation host, boolean named) {
    Action address =
        new Action.Run(base.virsh().deleteReservation(network, host.mac()), Virsh.NO_RESERVATION);
    Command name = base.virsh().deleteName(network, host);
    return named ? List.of(address, new Action.Run(name, Virsh.NO_NAME)) : List.of(address);
  }
}
