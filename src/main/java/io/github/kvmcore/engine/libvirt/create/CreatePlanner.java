package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.drift.DefinitionDrift;
import io.github.kvmcore.engine.libvirt.machine.HostKeys;
import io.github.kvmcore.engine.libvirt.machine.Lifetimes;
import io.github.kvmcore.engine.libvirt.network.Addresses;
import io.github.kvmcore.engine.libvirt.network.NetworkChoice;
import io.github.kvmcore.engine.libvirt.network.Networks;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.service.EtcdMembership;
import io.github.kvmcore.engine.libvirt.service.K3sDownload;
import io.github.kvmcore.engine.libvirt.service.Secrets;
import io.github.kvmcore.engine.libvirt.storage.FileSpace;
import io.github.kvmcore.engine.libvirt.storage.VolumeChecks;
import io.github.kvmcore.engine.libvirt.storage.VolumeSpace;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.hardware.VirtType;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.SecretRef;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.render.OwnConfigs;
import io.github.kvmcore.render.Renderer;
import io.github.kvmcore.spec.DiscoverySettings;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.StaticAddresses;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans {@code create}: what is missing is made, what is right is left alone, what a run that died
 * left half-made is finished, what is different is said.
 */
public final class CreatePlanner {
  private final Settings settings;
  private final HostState hostState;
  private final HostFacts facts;
  private final Renderer renderer;

  public CreatePlanner(Settings settings, HostState hostState, HostFacts facts, Renderer renderer) {
    this.settings = settings;
    this.hostState = hostState;
    this.facts = facts;
    this.renderer = renderer;
  }

  /**
   * Plans the cluster.
   *
   * @throws KvmcoreException where something of somebody else's is in the way; all of it at once
   */
  public Plan plan(Goal goal) {
    return plan(goal, OwnConfigs.NONE);
  }

  /**
   * The same, with the user's own configuration of the machines.
   *
   * @param own what {@link #own} told the values for
   */
  public Plan plan(Goal goal, OwnConfigs own) {
    CreateDraft draft = draft(goal);
    requireRoom(goal, draft.missing());
    List<Machine> wanted = draft.wanted();
    Map<String, Domain> present = hostState.machines(settings.cluster());
    CreateContext base = context(goal, draft, own);
    List<String> notes = new CreateNotes(settings, hostState, facts, draft).all(goal);
    return new Plan(
        settings.cluster(),
        wanted,
        new CreateSteps(base, hostState, facts, present).all(wanted, draft.missing()),
        notes);
  }

  /**
   * Where the cluster is not as this plan would leave it; nothing need have been fetched, and there
   * need be no room. What is made of machines that are there is not looked at here: see {@link
   * DefinitionDrift}.
   *
   * @throws KvmcoreException where something of somebody else's is in the way
   */
  public List<Drift> drift(Goal goal) {
    CreateDraft draft = draft(goal, false);
    Map<String, Domain> present = hostState.machines(settings.cluster());
    List<Drift> found = new ArrayList<>(Drift.of(draft.diff(settings, hostState, facts, goal)));
    if (draft.network() instanceof NetworkChoice.OwnNew own) {
      String detail = "network " + own.name() + " is not there";
      found.add(new Drift(null, Drift.Kind.NETWORK, detail));
    }
    // Whatever else it would do for all of them: start networks.
    CreateContext base = context(goal, draft, OwnConfigs.NONE);
    for (Step step :
        new CreateSteps(base, hostState, facts, present).all(draft.wanted(), List.of())) {
      if (step.machine() == null
          && !step.minor()
          && !(draft.network() instanceof NetworkChoice.OwnNew)) {
        found.add(new Drift(null, Drift.Kind.NETWORK, step.title() + " does not run"));
      }
    }
    return found;
  }

  /**
   * What configures a machine that stays as it is.
   *
   * @param file that which its guest reads
   * @param text what would be written there now
   * @param secrets what would be put into it
   */
  public record Config(String machine, Path file, String text, List<SecretRef> secrets) {
    public Config {
      secrets = List.copyOf(secrets);
    }
  }

  /**
   * The configurations of machines that are there, where they are the same at any time: services
   * give each member what it needs at that moment, and an ISO image can't be looked into.
   *
   * @throws KvmcoreException as {@link #plan} does
   */
  public List<Config> configs(Goal goal, OwnConfigs own) {
    CreateDraft draft = draft(goal, false);
    boolean same =
        List.of("etcd", "k3s", "discovery", "secrets").stream()
            .noneMatch(it -> renderer.profiles().mentions(profile(), draft.config().kind(), it));
    if (!same || draft.config().source() == ConfigSource.ISO) {
      return List.of();
    }
    GuestConfigs configs = new GuestConfigs(context(goal, draft, own, draft.wanted()));
    return draft.wanted().stream()
        .filter(machine -> !draft.missing().contains(machine))
        .filter(
            machine -> machine.drive().endsWith(draft.config().source().fileName(machine.name())))
        .map(this::asConfiguredNow)
        .map(
            machine ->
                new Config(
                    machine.name(),
                    configs.file(machine),
                    configs.text(machine),
                    configs.secretRefs(machine)))
        .toList();
  }

  /** Its metadata has only its own address: gateway and name servers come from the settings. */
  private Machine asConfiguredNow(Machine machine) {
    GuestNetwork is = machine.hardware().network();
    StaticAddresses wanted = settings.hardware().addresses();
    return is == null || wanted == null ? machine : machine.with(wanted.of(is.address()));
  }

  private String profile() {
    return settings.profile();
  }

  /**
   * The plan that only brings the image into the cache, where the machines' volumes depend on it:
   * they are as large as its disk, and whether they fit is looked at before any is made.
   *
   * @throws KvmcoreException as {@link #plan} does
   */
  public Optional<Plan> imageFirst(Goal goal) {
    boolean possible = goal.cached() == null && goal.does(Phase.DISKS);
    if (!possible || VolumeChecks.toMake(hostState, draft(goal).missing()).isEmpty()) {
      return Optional.empty();
    }
    List<Step> image = List.of(CreateSteps.image(goal.image()));
    return Optional.of(new Plan(settings.cluster(), List.of(), image, List.of()));
  }

  /**
   * Addresses that have to be probed before {@link #plan}, as machines may get them on a network
   * where others have addresses.
   *
   * @param device the host's bridge
   */
  public record Candidates(String device, List<Ipv4Address> addresses) {
    public Candidates {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * Those of the machines that have to be made; empty where the host has no way to ask.
   *
   * @throws KvmcoreException where the network is missing, or none can be made
   */
  public Candidates candidates(Goal goal) {
    NetworkChoice choice = new Networks(settings, hostState, facts).choose(goal.machines());
    Map<String, Domain> present = hostState.machines(settings.cluster());
    List<MachineSpec> missing =
        goal.machines().stream()
            .filter(machine -> !CreateDraft.isWhole(hostState, present.get(machine.name())))
            .toList();
    // No address answers on an inactive network.
    boolean runs = !(choice instanceof NetworkChoice.Existing it) || it.network().active();
    String device = runs ? choice.device() : "";
    return new Candidates(
        device,
        device.isEmpty()
            ? List.of()
            : new Addresses(settings, hostState, choice, goal.machines()).candidates(missing));
  }

  /**
   * For how many etcd members a discovery URL has to be asked for before the plan is made; 0: none
   * has to. All that {@link #plan} checks is checked before.
   */
  public int discoverySize(Goal goal) {
    boolean possible =
        goal.does(Phase.INIT) && settings.discovery().use() == DiscoverySettings.Use.YES;
    if (!possible) {
      return 0;
    }
    CreateDraft draft = draft(goal);
    requireRoom(goal, draft.missing());
    return draft.membership().map(EtcdMembership::sizeToRequest).orElse(0);
  }

  /** What the machines that are made will fetch k3s from; empty where they fetch none. */
  public Optional<K3sDownload> k3sDownload(Goal goal) {
    return goal.does(Phase.INIT) ? draft(goal).services().download() : Optional.empty();
  }

  /**
   * A template of the user's, rendered for each machine that has to be made, by its name.
   *
   * @param name for what is said of mistakes in it
   * @throws KvmcoreException as {@link #plan} does, and where the template is wrong
   */
  public Map<String, String> own(Goal goal, String name, String template) {
    return own(goal, name, template, false);
  }

  /**
   * The same.
   *
   * @param all for machines that are there as well
   */
  public Map<String, String> own(Goal goal, String name, String template, boolean all) {
    CreateDraft draft = draft(goal, !all);
    Renderer.Common common = context(goal, draft, OwnConfigs.NONE).common();
    Map<String, String> texts = new LinkedHashMap<>();
    for (Machine machine : all ? draft.wanted() : draft.missing()) {
      texts.put(machine.name(), renderer.own(name, template, machine, common));
    }
    return texts;
  }

  /** Looks whether the disks have room. */
  private void requireRoom(Goal goal, List<Machine> missing) {
    if (goal.does(Phase.DISKS)) {
      VolumeChecks.requireImage(settings, hostState, goal, missing);
      FileSpace.require(settings, hostState, facts, goal, missing);
      VolumeSpace.require(settings, hostState, goal.cached(), missing);
    }
  }

  private CreateDraft draft(Goal goal) {
    return draft(goal, true);
  }

  private CreateDraft draft(Goal goal, boolean changes) {
    return CreateDraft.of(settings, hostState, facts, renderer.profiles(), goal, changes);
  }

  private CreateContext context(Goal goal, CreateDraft draft, OwnConfigs own) {
    return context(goal, draft, own, draft.missing());
  }

  /**
   * What steps and configs are made with.
   *
   * @param configured the machines whose configs are made with it
   */
  private CreateContext context(
      Goal goal, CreateDraft draft, OwnConfigs own, List<Machine> configured) {
    boolean kvm =
        settings.virtType() == VirtType.KVM
            || (settings.virtType() == VirtType.AUTO && facts.kvm());
    Secrets secrets = secrets(draft, own, configured);
    Renderer.Common common =
        new Renderer.Common(
            draft.wanted(),
            Stream.concat(settings.sshKeys().stream(), secrets.login().map(SecretRef::inQuotes))
                .toList(),
            kvm ? "kvm" : "qemu",
            facts.architecture(),
            draft.config().guests(own),
            draft.membership().map(membership -> membership.starts(goal)).orElse(Map.of()),
            draft.services().services(secrets, configured));
    return new CreateContext(
        settings,
        goal,
        draft.network(),
        renderer,
        common,
        new Virsh(settings.connect()),
        facts.root() ? facts.qemuUser() : null,
        draft.config().isoProgram(),
        secrets,
        draft.services().steps(goal, secrets),
        new Lifetimes(settings, hostState, goal.now()));
  }

  private Secrets secrets(CreateDraft draft, OwnConfigs own, List<Machine> configured) {
    Secrets secrets = draft.services().secrets();
    return secrets.withHostKeys(
        HostKeys.of(hostState, facts, secrets.files(), own, configured, draft.missing()));
  }
}
