package io.github.kvmcore.engine.memory;

import io.github.kvmcore.cluster.Change;
import io.github.kvmcore.cluster.ClusterState;
import io.github.kvmcore.cluster.Diff;
import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.cluster.WantedMachine;
import io.github.kvmcore.engine.CreateView;
import io.github.kvmcore.engine.EngineContext;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.LifecyclePlan;
import io.github.kvmcore.engine.Observation;
import io.github.kvmcore.engine.Reaping;
import io.github.kvmcore.engine.Removal;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.EtcdTag;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.render.OwnConfigs;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The machines of a {@link MemoryPlace} at one moment. */
final class MemoryView implements Observation, CreateView {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Settings settings;
  private final MemoryPlace place;
  private final ClusterState cluster;

  MemoryView(Settings settings, MemoryPlace place) {
    this.settings = settings;
    this.place = place;
    String prefix = settings.cluster() + "-";
    List<MachineState> machines =
        place.states.entrySet().stream()
            .filter(it -> it.getKey().startsWith(prefix))
            .map(
                it ->
                    new MachineState(
                        machine(it.getKey()),
                        it.getValue(),
                        tag(it.getKey()),
                        true,
                        true,
                        Map.of()))
            .toList();
    this.cluster = new ClusterState(settings.cluster(), machines, Set.of());
  }

  private int index(String name) {
    return MachineSpec.index(settings.cluster(), name);
  }

  private Path path(String name) {
    return settings.storageDir().resolve(name);
  }

  private Machine machine(String name) {
    return new Machine(
        settings.cluster(),
        name,
        index(name),
        Identity.uuid(settings.cluster(), name),
        Identity.mac(settings.cluster(), name, ""),
        Ipv4Address.parse("10.0.0." + index(name)).orElseThrow(),
        1024,
        1,
        null,
        new Disk.ImageFile(path(name)),
        path(name),
        path(name + ".log"),
        List.of());
  }

  private MachineTag tag(String name) {
    return new MachineTag(
        settings.cluster(),
        name,
        index(name),
        settings.storageDir(),
        new Disk.ImageFile(path(name)),
        path(name),
        path(name + ".log"),
        "",
        "",
        "basic",
        "",
        EtcdTag.NONE,
        null,
        OsRelease.UNKNOWN,
        List.of(),
        K3sRole.NONE,
        null);
  }

  // --- Observation ---

  @Override
  public ClusterState cluster() {
    return cluster;
  }

  @Override
  public Set<String> clusters() {
    return cluster.machines().isEmpty() ? Set.of() : Set.of(cluster.name());
  }

  @Override
  public List<String> doubts() {
    return List.of();
  }

  private Step step(String verb, Machine machine, String... after) {
    Action action = new Action.Run(MemoryPlace.command(verb, machine));
    return new Step(
        verb + ":" + machine.name(),
        Phase.VMS,
        machine.name(),
        verb,
        List.of(action),
        List.of(),
        List.of(after));
  }

  private Stream<Step> started(Machine machine, String... after) {
    Action await = new Action.Await(machine, settings.waitFor(), LIMIT);
    Step start = step("start", machine, after);
    return settings.waitFor() == WaitLevel.NONE
        ? Stream.of(start)
        : Stream.of(
            start,
            new Step(
                "wait:" + machine.name(),
                Phase.VMS,
                machine.name(),
                "wait",
                List.of(await),
                List.of(),
                List.of(start.id())));
  }

  private Plan plan(List<Machine> machines, Stream<Step> steps) {
    return new Plan(cluster.name(), machines, steps.toList(), List.of());
  }

  private static List<Machine> machines(List<MachineState> states) {
    return states.stream().map(MachineState::machine).toList();
  }

  private boolean runs(Machine machine) {
    return place.states.get(machine.name()) == DomainState.RUNNING;
  }

  @Override
  public LifecyclePlan start(List<String> names) {
    List<Machine> chosen = machines(cluster.choose(names));
    Stream<Step> steps = chosen.stream().filter(it -> !runs(it)).flatMap(this::started);
    return new LifecyclePlan(plan(chosen, steps), List.of());
  }

  private Stream<Step> off(Machine machine) {
    Action off = new Action.AwaitOff(machine, LIMIT, true);
    return Stream.of(
        step("stop", machine),
        new Step(
            "off:" + machine.name(),
            Phase.SHUTDOWN,
            machine.name(),
            "shutdown",
            List.of(off),
            List.of(),
            List.of("stop:" + machine.name())));
  }

  @Override
  public LifecyclePlan shutdown(List<String> names, boolean force) {
    List<Machine> chosen = machines(cluster.choose(names));
    Stream<Step> steps = chosen.stream().filter(this::runs).flatMap(this::off);
    return new LifecyclePlan(plan(chosen, steps), List.of());
  }

  @Override
  public LifecyclePlan restart(List<String> names, boolean force, boolean rolling) {
    List<Machine> chosen = machines(cluster.choose(names));
    Stream<Step> steps =
        chosen.stream().flatMap(it -> Stream.concat(off(it), started(it, "off:" + it.name())));
    return new LifecyclePlan(plan(chosen, steps), List.of());
  }

  @Override
  public Removal remove(List<String> names, boolean ifExists, boolean adopt) {
    List<MachineState> chosen =
        ifExists && !names.isEmpty() ? cluster.chooseExisting(names) : cluster.choose(names);
    List<Machine> machines = machines(chosen);
    return new Removal(plan(machines, machines.stream().map(it -> step("delete", it))), List.of());
  }

  @Override
  public Optional<Reaping> reaping(String name, Instant now) {
    return Optional.empty();
  }

  @Override
  public List<Drift> drift() {
    return List.of();
  }

  @Override
  public List<String> notes(Plan plan) {
    return List.of();
  }

  @Override
  public long volumeBytes(String volume) {
    return 0;
  }

  // --- CreateView ---

  @Override
  public Observation observation() {
    return this;
  }

  @Override
  public String architecture() {
    return settings.catalogue().architecture();
  }

  @Override
  public int processors() {
    return 2;
  }

  private List<Machine> missing() {
    return settings.machines().stream()
        .map(MachineSpec::name)
        .filter(name -> !place.states.containsKey(name))
        .map(this::machine)
        .toList();
  }

  @Override
  public boolean makesMachines() {
    return !missing().isEmpty();
  }

  @Override
  public boolean hasNetwork() {
    return true;
  }

  @Override
  public List<OsRelease> begun() {
    return List.of();
  }

  @Override
  public List<String> require() {
    return List.of();
  }

  @Override
  public CreateView probed(Goal goal) {
    return this;
  }

  @Override
  public Optional<Plan> imageFirst(Goal goal) {
    return Optional.empty();
  }

  @Override
  public Optional<String> k3sUrl(Goal goal) {
    return Optional.empty();
  }

  @Override
  public int discoverySize(Goal goal) {
    return 0;
  }

  @Override
  public Map<String, String> render(Goal goal, String name, String template, boolean all) {
    return Map.of();
  }

  @Override
  public Plan plan(Goal goal, OwnConfigs own) {
    List<Machine> wanted = goal.machines().stream().map(it -> machine(it.name())).toList();
    Stream<Step> steps =
        missing().stream()
            .flatMap(
                it -> Stream.concat(Stream.of(step("make", it)), started(it, "make:" + it.name())));
    return plan(wanted, steps);
  }

  @Override
  public List<Drift> drift(Goal goal) {
    List<WantedMachine> wanted =
        goal.machines().stream().map(it -> new WantedMachine(it.name(), Map.of())).toList();
    Diff diff = Diff.of(wanted, cluster);
    List<Drift> found = new ArrayList<>(Drift.of(diff));
    diff.of(Change.Start.class)
        .forEach(it -> found.add(new Drift(it.machine(), Drift.Kind.STATE, "is " + it.state())));
    return found;
  }

  @Override
  public List<Drift> configDrift(Goal goal, OwnConfigs own) {
    return List.of();
  }

  @Override
  public List<Drift> diskDrift() {
    return List.of();
  }

  @Override
  public CreateView with(EngineContext other) {
    return new MemoryView(other.settings(), place);
  }
}
