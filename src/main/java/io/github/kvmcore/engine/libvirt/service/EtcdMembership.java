package io.github.kvmcore.engine.libvirt.service;

import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.machine.Machines;
import io.github.kvmcore.engine.libvirt.network.FixedAddresses;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.DiscoveryUrl;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.EtcdStart;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.spec.DiscoverySettings;
import io.github.kvmcore.spec.DiscoverySettings.Use;
import io.github.kvmcore.spec.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides how the etcd members that are made find those that exist, and each other. */
public final class EtcdMembership {
  /** The shipped profile that has etcd 0.4. */
  private static final String FLEET = "etcd_fleet";

  private final Settings settings;
  private final HostState hostState;
  private final List<Machine> missing;
  private final boolean alone;
  private final List<Machine> members;
  private final Map<String, MachineTag> tags = new LinkedHashMap<>();

  /**
   * For a profile that has etcd.
   *
   * @param present the cluster's machines as they are, half-made ones too
   * @param alone whether the first member founds the cluster, for the others to join
   */
  EtcdMembership(
      Settings settings,
      HostState hostState,
      Collection<Domain> present,
      List<Machine> missing,
      boolean alone) {
    this.settings = settings;
    this.hostState = hostState;
    this.missing = missing;
    this.alone = alone;
    present.forEach(this::remember);
    this.members = members(present);
  }

  private void remember(Domain domain) {
    MachineTag tag = domain.tag();
    if (tag != null && !tag.etcd().isEmpty()) {
      tags.put(domain.name(), tag);
    }
  }

  /** The machines whose etcd may run already, also those beyond the wanted number. */
  private List<Machine> members(Collection<Domain> present) {
    Set<String> made = missing.stream().map(Machine::name).collect(Collectors.toSet());
    return present.stream()
        .filter(domain -> tags.containsKey(domain.name()) && !made.contains(domain.name()))
        .filter(hostState::isWhole)
        .map(domain -> Machines.asItIs(settings.cluster(), domain, hostState))
        .toList();
  }

  /** What makes a list of members impossible: one whose address is not known beforehand. */
  public List<String> mistakes() {
    return missing.isEmpty()
        ? List.of()
        : FixedAddresses.unknown(settings, concat(members, missing).stream());
  }

  /** Whether it is etcd 0.4. */
  boolean isFleet() {
    return settings.profile().equals(FLEET);
  }

  /** Whether there are members already, that talk to each other in the one way or the other. */
  boolean hasMembers() {
    return !members.isEmpty();
  }

  /** For how many machines a discovery URL has to be asked for; 0: none has to. */
  public int sizeToRequest() {
    boolean ask = settings.discovery().use() == Use.YES && members.isEmpty();
    return ask && settings.discovery().url() == null && kept().isEmpty() ? missing.size() : 0;
  }

  /** The discovery URL that one of the machines has, half-made ones too. */
  private Optional<DiscoveryUrl> kept() {
    return tags.values().stream()
        .flatMap(tag -> DiscoveryUrl.parse(tag.etcd().discovery()).stream())
        .findFirst();
  }

  private @Nullable DiscoveryUrl url(Goal goal) {
    DiscoverySettings wanted = settings.discovery();
    if (wanted.use() == Use.NO) {
      return null;
    }
    DiscoveryUrl given = wanted.url();
    return given != null ? given : kept().orElse(goal.discovery());
  }

  /** How each missing machine's etcd starts, by its name. */
  public Map<String, EtcdStart> starts(Goal goal) {
    DiscoveryUrl url = url(goal);
    Map<String, EtcdStart> starts = new LinkedHashMap<>();
    List<Machine> founders = founders();
    List<Machine> known = new ArrayList<>(members);
    for (Machine machine : missing) {
      boolean founding = url != null ? members.isEmpty() : founders.contains(machine);
      known.add(machine);
      boolean first = alone && members.isEmpty() && machine.equals(missing.get(0));
      starts.put(
          machine.name(),
          new EtcdStart(url, founding ? founders : known, founding, first, token(goal)));
    }
    return starts;
  }

  /**
   * The members that found the cluster together: all, where there is none yet; those that every
   * member was told of, where a run ended before it had made them all. Else none.
   */
  private List<Machine> founders() {
    if (members.isEmpty()) {
      return missing;
    }
    List<String> first = told(members.get(0));
    List<Machine> all = concat(members, missing);
    Map<String, Machine> byName =
        all.stream().collect(Collectors.toMap(Machine::name, machine -> machine));
    boolean agreed =
        members.stream().allMatch(it -> told(it).equals(first) && first.contains(it.name()))
            && byName.keySet().containsAll(first);
    return agreed
        ? first.stream().map(byName::get).map(Objects::requireNonNull).toList()
        : List.of();
  }

  private List<String> told(Machine machine) {
    return Objects.requireNonNull(tags.get(machine.name())).etcd().members();
  }

  /** The same for all founders: named after the cluster and the time of the first of them. */
  private String token(Goal goal) {
    String created =
        members.stream()
            .map(member -> Objects.requireNonNull(tags.get(member.name())).created())
            .filter(time -> !time.isEmpty())
            .min(String::compareTo)
            .orElse(goal.now());
    return settings.cluster() + "-" + created.replaceAll("[^0-9]", "");
  }

  /** What is left to the user: machines do not join a cluster that exists by themselves. */
  List<String> notes(Goal goal, EtcdNotes how) {
    if (missing.isEmpty()) {
      return List.of();
    }
    if (members.isEmpty()) {
      return how.tls() == null ? List.of() : List.of(how.access(missing.get(0)));
    }
    DiscoveryUrl url = url(goal);
    if (url != null) {
      return isFleet()
          ? List.of()
          : List.of(
              names(missing)
                  + ": with the cluster's discovery URL "
                  + url
                  + "; beyond the size that it was made for, etcd 3 only joins as a proxy");
    }
    Map<String, EtcdStart> starts = starts(goal);
    List<String> notes = new ArrayList<>();
    missing.forEach(
        machine ->
            notes.add(
                how.of(
                    machine, members.get(0), starts.getOrDefault(machine.name(), EtcdStart.NONE))));
    return notes;
  }

  private static String names(List<Machine> machines) {
    return machines.stream().map(Machine::name).collect(Collectors.joining(", "));
  }

  private static List<Machine> concat(List<Machine> some, List<Machine> others) {
    List<Machine> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
