package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.Futures;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.network.Lease;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.DomainXml;
import io.github.kvmcore.tool.libvirt.NetworkXml;
import io.github.kvmcore.tool.libvirt.Virsh;
import io.github.kvmcore.tool.libvirt.VirshTables;
import io.github.kvmcore.tool.libvirt.Xml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Reads the {@link HostState} in two {@code virsh} processes, however many machines there are. */
public final class HostStateReader {
  private static final Map<DomainState, String> STATES =
      Map.of(
          DomainState.RUNNING, "--state-running",
          DomainState.PAUSED, "--state-paused",
          DomainState.SHUT_OFF, "--state-shutoff",
          DomainState.OTHER, "--state-other");

  private final HostAccess access;
  private final Settings settings;
  private final boolean answered;
  private final Virsh virsh;
  private final DomainXml domainXml;
  private final Map<UUID, DomainState> states = new LinkedHashMap<>();
  private final List<Domain> domains = new ArrayList<>();
  private final Set<UUID> atBoot = new LinkedHashSet<>();
  private final List<Network> networks = new ArrayList<>();
  private final Map<String, List<Lease>> leases = new HashMap<>();

  /** For the first look of a run. */
  public HostStateReader(HostAccess access, Settings settings) {
    this(access, settings, false);
  }

  /**
   * @param answered whether libvirt has answered this run before
   */
  public HostStateReader(HostAccess access, Settings settings, boolean answered) {
    this.answered = answered;
    this.access = access;
    this.settings = settings;
    this.virsh = new Virsh(settings.connect());
    this.domainXml = new DomainXml(settings.storageDir().getFileSystem());
  }

  /**
   * Reads the host.
   *
   * @throws KvmcoreException where libvirt can't be reached
   */
  public HostState read() {
    CompletableFuture<HostState.Storage> own = CompletableFuture.supplyAsync(this::ownStorage);
    askLibvirt(true);
    StorageReader folders = new StorageReader(access, settings, domains);
    List<HostState.Storage> storages = folders.storages(Futures.join(own));
    Set<Path> files = folders.files(storages);
    return new HostState(
        domains,
        networks,
        leases,
        storages,
        files,
        atBoot,
        folders.volumes(storages),
        folders.damage(storages, files),
        List.of());
  }

  /**
   * Reads no more of it than what the cluster's machines are told from: no files but the claims of
   * half-made machines, no volumes. For what only shows machines, and is to do so at once.
   *
   * @throws KvmcoreException where libvirt can't be reached
   */
  public HostState readMachines() {
    CompletableFuture<Void> warm = CompletableFuture.runAsync(this::warmUp);
    askLibvirt(false);
    Futures.join(warm);
    List<HostState.Storage> storages =
        new StorageReader(access, settings, domains).halfMadeMachines();
    return new HostState(domains, networks, leases, storages, Set.of(), atBoot, Volumes.NONE);
  }

  /**
   * @param changes whether networks may be changed: how, depends on whether libvirt keeps them
   */
  private void askLibvirt(boolean changes) {
    List<UUID> active = new ArrayList<>();
    List<UUID> inactive = new ArrayList<>();
    VirshQuestions listing = new VirshQuestions(access.commands(), virsh, answered);
    listStates(listing);
    listing.add(out -> active.addAll(VirshTables.uuids(out)), "net-list", "--uuid");
    listing.add(out -> inactive.addAll(VirshTables.uuids(out)), "net-list", "--uuid", "--inactive");
    if (settings.autostart()) {
      listing.add(
          out -> atBoot.addAll(VirshTables.uuids(out)), "list", "--uuid", "--all", "--autostart");
    }
    listing.ask();
    askDetails(active, inactive, changes);
    requireAll();
  }

  /** The folder that the settings name, read while libvirt answers. */
  private HostState.Storage ownStorage() {
    warmUp();
    return new ClaimReader(access.files()).read(settings.storageDir());
  }

  /** The first use of Java's XML parser and of its digests costs as much as fifty domains each. */
  private void warmUp() {
    Xml.warmUp();
    UUID unused = Identity.networkUuid(settings.cluster());
  }

  private void listStates(VirshQuestions listing) {
    // First all: one that changes its state between the lists below must not seem to be gone.
    listing.add(
        out -> VirshTables.uuids(out).forEach(uuid -> states.put(uuid, DomainState.OTHER)),
        "list",
        "--uuid",
        "--all");
    for (DomainState state : DomainState.values()) {
      String option = STATES.get(state);
      if (option != null) {
        listing.add(
            out -> VirshTables.uuids(out).forEach(uuid -> states.put(uuid, state)),
            "list",
            "--uuid",
            "--all",
            option);
      }
    }
  }

  private void askDetails(List<UUID> active, List<UUID> inactive, boolean changes) {
    VirshQuestions details = new VirshQuestions(access.commands(), virsh, true);
    for (UUID uuid : List.copyOf(states.keySet())) {
      if (states.get(uuid) == DomainState.PAUSED) {
        details.add(reason -> paused(uuid, reason), "domstate", uuid.toString(), "--reason");
      }
      details.add(xml -> domain(uuid, xml), "dumpxml", uuid.toString());
    }
    for (UUID uuid : active) {
      details.add(xml -> network(xml, true), "net-dumpxml", uuid.toString());
      details.add(table -> leases(uuid, table), "net-dhcp-leases", uuid.toString());
    }
    for (UUID uuid : inactive) {
      details.add(xml -> network(xml, false), "net-dumpxml", uuid.toString());
    }
    // Nothing is asked for the cluster's own alone, which kvmcore defines.
    UUID own = Identity.networkUuid(settings.cluster());
    if (changes && active.stream().anyMatch(uuid -> !uuid.equals(own))) {
      details.add(this::transientNetworks, "net-list", "--uuid", "--transient");
    }
    details.ask();
  }

  /** A domain that libvirt lists and does not show could be one that would be made again. */
  private void requireAll() {
    Set<UUID> silent = new LinkedHashSet<>(states.keySet());
    domains.forEach(domain -> silent.remove(domain.uuid()));
    if (silent.isEmpty()) {
      return;
    }
    VirshQuestions again = new VirshQuestions(access.commands(), virsh, true);
    again.add(out -> silent.retainAll(VirshTables.uuids(out)), "list", "--uuid", "--all");
    again.ask();
    if (!silent.isEmpty()) {
      UUID one = silent.iterator().next();
      throw KvmcoreException.host(
          "libvirt lists domain "
              + one
              + ", but does not show it\n  command: "
              + virsh.command("dumpxml", one.toString()).display()
              + "\n  next: run the same command again");
    }
  }

  /** libvirt starts each guest as a paused one; that is no pause that somebody wanted. */
  private void paused(UUID uuid, String reason) {
    if (reason.contains("starting up") || reason.startsWith("running")) {
      states.put(uuid, DomainState.RUNNING);
    }
  }

  private void domain(UUID uuid, String xml) {
    if (xml.isEmpty()) {
      return;
    }
    Domain domain =
        domainXml.parse(xml, Objects.requireNonNullElse(states.get(uuid), DomainState.OTHER));
    if (!domain.uuid().equals(uuid)) {
      throw new IllegalArgumentException(
          "virsh was asked for domain " + uuid + " and showed " + domain.uuid());
    }
    domains.add(domain);
  }

  private void network(String xml, boolean active) {
    if (!xml.isEmpty()) {
      networks.add(NetworkXml.parse(xml, active));
    }
  }

  private void transientNetworks(String uuids) {
    List<UUID> found = VirshTables.uuids(uuids);
    networks.replaceAll(it -> found.contains(it.uuid()) ? it.asTransient() : it);
  }

  private void leases(UUID uuid, String table) {
    networks.stream()
        .filter(network -> network.uuid().equals(uuid))
        .forEach(network -> leases.put(network.name(), VirshTables.addresses(table)));
  }
}
