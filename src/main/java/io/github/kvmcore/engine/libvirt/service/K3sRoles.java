package io.github.kvmcore.engine.libvirt.service;

import io.github.kvmcore.engine.libvirt.machine.Machines;
import io.github.kvmcore.engine.libvirt.network.FixedAddresses;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.K3sStart;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.spec.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides which of the machines that are made are servers of k3s, and whom they join. */
final class K3sRoles {
  private final Settings settings;
  private final Os os;
  private final List<Machine> missing;
  private final Map<String, K3sRole> kept = new LinkedHashMap<>();

  /** The nodes that are there, and are not made in this run. */
  private final List<Machine> nodes = new ArrayList<>();

  private final Map<String, K3sRole> roles = new LinkedHashMap<>();

  /**
   * For a profile that has k3s.
   *
   * @param os the system of the image that machines are made from
   * @param present the cluster's machines as they are, half-made ones too
   */
  K3sRoles(
      Settings settings,
      HostState hostState,
      Os os,
      Collection<Domain> present,
      List<Machine> missing) {
    this.settings = settings;
    this.os = os;
    this.missing = List.copyOf(missing);
    List<String> made = missing.stream().map(Machine::name).toList();
    for (Domain domain : present) {
      MachineTag tag = domain.tag();
      if (tag != null && tag.role() != K3sRole.NONE) {
        kept.put(domain.name(), tag.role());
        if (!made.contains(domain.name()) && hostState.isWhole(domain)) {
          nodes.add(Machines.asItIs(settings.cluster(), domain, hostState));
        }
      }
    }
    assign();
  }

  /** A role stays with its machine; the first of the others are servers, until there are enough. */
  private void assign() {
    long servers = kept.values().stream().filter(K3sRole::isServer).count();
    K3sRole server = several() ? K3sRole.SERVER : K3sRole.ONLY_SERVER;
    for (Machine machine : missing) {
      K3sRole role = kept.get(machine.name());
      if (role == null) {
        role = servers < settings.services().servers() ? server : K3sRole.AGENT;
        servers += role.isServer() ? 1 : 0;
      }
      roles.put(machine.name(), role);
    }
  }

  /** What the cluster was founded with counts, where it was. */
  private boolean several() {
    return kept.containsValue(K3sRole.SERVER)
        || (!kept.containsValue(K3sRole.ONLY_SERVER) && settings.services().servers() > 1);
  }

  /** What makes it impossible. */
  List<String> mistakes() {
    if (missing.isEmpty()) {
      return List.of();
    }
    List<String> found =
        new ArrayList<>(
            FixedAddresses.unknown(
                settings, Stream.concat(nodes.stream().filter(this::isServer), missing.stream())));
    long servers = Stream.concat(kept.values().stream(), made()).filter(K3sRole::isServer).count();
    if (kept.containsValue(K3sRole.ONLY_SERVER) && servers > 1) {
      found.add(
          "vm_servers: "
              + settings.services().servers()
              + " are wanted, but the cluster was founded with one server, which no other can join:"
              + " leave it at 1, or destroy the cluster and create it again");
    }
    return found;
  }

  /** The roles of those that had none before. */
  private Stream<K3sRole> made() {
    return roles.entrySet().stream()
        .filter(entry -> !kept.containsKey(entry.getKey()))
        .map(Map.Entry::getValue);
  }

  private boolean isServer(Machine machine) {
    return role(machine).isServer();
  }

  private K3sRole role(Machine machine) {
    return Objects.requireNonNullElse(
        roles.getOrDefault(machine.name(), kept.get(machine.name())), K3sRole.NONE);
  }

  /** The roles of the machines that are made, by name. */
  Map<String, K3sRole> roles() {
    return Map.copyOf(roles);
  }

  /** Whether there is a server that is not made in this run. */
  boolean hasServer() {
    return nodes.stream().anyMatch(this::isServer);
  }

  /** How k3s starts on each machine that is made, by its name. */
  Map<String, K3sStart> starts() {
    List<Machine> running = nodes.stream().filter(this::isServer).toList();
    List<Machine> servers =
        Stream.concat(running.stream(), missing.stream().filter(this::isServer)).toList();
    Map<String, K3sStart> starts = new LinkedHashMap<>();
    for (Machine machine : missing) {
      boolean founds = !servers.isEmpty() && machine.equals(servers.get(0));
      String join = founds || servers.isEmpty() ? "" : String.valueOf(servers.get(0).address());
      starts.put(machine.name(), new K3sStart(role(machine), founds, join));
    }
    return starts;
  }

  /** What is left to the user, or should be known. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (missing.isEmpty()) {
      return notes;
    }
    long servers = Stream.concat(kept.values().stream(), made()).filter(K3sRole::isServer).count();
    if (servers % 2 == 0) {
      notes.add(
          servers
              + " servers of k3s bear the loss of no more of them than "
              + (servers - 1)
              + " would: an odd number is better");
    }
    if (settings.hardware().addresses() != null && os != Os.FCOS) {
      notes.add(
          names(missing)
              + ": k3s is fetched at the first boot, before the guest gives itself its address: the"
              + " boot waits until a DHCP server answers there");
    }
    if (hasServer()) {
      notes.add(
          names(missing)
              + ": a machine that was a node of the cluster before is let in again only when it was"
              + " forgotten: kubectl delete node NAME");
    } else if (!nodes.isEmpty()) {
      notes.add(
          "k3s starts with a new cluster, as none of its servers is left; "
              + names(nodes)
              + " will not join it: destroy and make them again as well");
    }
    return notes;
  }

  /** The note where agents get the servers' token, as no server knows another. */
  Optional<String> sharedToken() {
    List<Machine> agents = missing.stream().filter(it -> role(it) == K3sRole.AGENT).toList();
    return agents.isEmpty()
        ? Optional.empty()
        : Optional.of(
            names(agents)
                + ": joins with the servers' token, as the servers of cluster "
                + settings.cluster()
                + " were made without an agent token: root there can join more servers. Recreate the"
                + " cluster to separate the tokens. next: "
                + NextCommand.of(settings).line("destroy")
                + " && "
                + NextCommand.of(settings).line("create"));
  }

  private static String names(List<Machine> machines) {
    return machines.stream().map(Machine::name).collect(Collectors.joining(", "));
  }
}
