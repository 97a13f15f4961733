package io.github.kvmcore.plan;

import io.github.kvmcore.host.Inventory;
import io.github.kvmcore.model.Domain;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.model.Network;
import io.github.kvmcore.model.Reservation;
import io.github.kvmcore.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds names, MAC addresses, addresses and files that belong to somebody else. */
final class Conflicts {
  private final Settings settings;
  private final Inventory inventory;
  private final List<String> found = new ArrayList<>();

  private Conflicts(Settings settings, Inventory inventory) {
    this.settings = settings;
    this.inventory = inventory;
  }

  /**
   * What stands in the way of making these machines, a line each; empty where nothing does.
   *
   * @param missing the machines that have no domain
   */
  static List<String> of(
      Settings settings, Inventory inventory, NetworkChoice network, List<Machine> missing) {
    Conflicts conflicts = new Conflicts(settings, inventory);
    conflicts.network(network);
    Set<String> macs = new HashSet<>();
    for (Machine machine : missing) {
      conflicts.domains(machine);
      conflicts.files(machine);
      conflicts.reservations(machine, network);
      if (!macs.add(machine.mac())) {
        conflicts.add(machine, "has the same MAC address as another machine of the cluster");
      }
    }
    return conflicts.found;
  }

  private void add(Machine machine, String what) {
    found.add(machine.name() + ": " + what);
  }

  private void network(NetworkChoice choice) {
    if (choice instanceof NetworkChoice.OwnNew own && inventory.network(own.name()).isPresent()) {
      found.add(
          "network "
              + own.name()
              + " exists and was not made by kvmcore for this cluster: choose another --cluster, or"
              + " use it with -e vm_network_name="
              + own.name());
    }
  }

  private void domains(Machine machine) {
    for (Domain domain : inventory.domains()) {
      if (Inventory.isOurs(domain, settings.cluster())) {
        continue;
      }
      if (domain.name().equals(machine.name())) {
        add(
            machine,
            "a domain of this name exists and was not made by kvmcore for cluster "
                + settings.cluster()
                + ": choose another --cluster");
      } else if (domain.uuid().equals(machine.uuid())) {
        add(machine, "its UUID " + machine.uuid() + " is that of domain " + domain.name());
      }
      for (Domain.Interface link : domain.interfaces()) {
        if (link.mac().equals(machine.mac())) {
          add(machine, "its MAC address " + machine.mac() + " is that of domain " + domain.name());
        }
      }
    }
  }

  private void files(Machine machine) {
    for (Path file : List.of(machine.disk(), machine.drive(), machine.console())) {
      inventory.domains().stream()
          .filter(domain -> domain.files().contains(file))
          .filter(domain -> !Inventory.isOurs(domain, settings.cluster()))
          .forEach(domain -> add(machine, file + " is used by domain " + domain.name()));
      if (inventory.files().contains(file) && !isClaimed(machine, file)) {
        add(
            machine,
            file
                + " exists and was not made by kvmcore: move it away, or choose another --cluster");
      }
    }
  }

  private boolean isClaimed(Machine machine, Path file) {
    return inventory.claims().stream()
        .filter(claim -> Inventory.isOurs(claim, settings.cluster()))
        .filter(claim -> claim.name().equals(machine.name()))
        .map(Domain::tag)
        .filter(Objects::nonNull)
        .anyMatch(
            tag ->
                file.equals(tag.disk()) || file.equals(tag.drive()) || file.equals(tag.console()));
  }

  private void reservations(Machine machine, NetworkChoice choice) {
    if (!(choice instanceof NetworkChoice.Existing existing)) {
      return;
    }
    Network network = existing.network();
    for (Reservation host : network.reservations()) {
      boolean ours = host.mac().equals(machine.mac()) && host.name().equals(machine.name());
      if (!ours && host.name().equals(machine.name())) {
        add(
            machine,
            "network " + network.name() + " keeps this name for another machine, " + host.mac());
      } else if (!ours && host.mac().equals(machine.mac())) {
        add(machine, "network " + network.name() + " keeps its MAC address for " + host.name());
      } else if (!ours && host.address().equals(machine.address())) {
        add(machine, "network " + network.name() + " keeps its address for " + host.name());
      }
    }
  }
}
