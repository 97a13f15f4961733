package io.github.kvmcore.plan;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.host.HostFacts;
import io.github.kvmcore.host.Inventory;
import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.ByteSize;
import io.github.kvmcore.model.ClusterFolder;
import io.github.kvmcore.model.ConfigDriveKind;
import io.github.kvmcore.model.DiskMode;
import io.github.kvmcore.model.Domain;
import io.github.kvmcore.model.DomainState;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.model.MachineTag;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.VirtType;
import io.github.kvmcore.model.WaitLevel;
import io.github.kvmcore.render.Renderer;
import io.github.kvmcore.settings.Settings;
import io.github.kvmcore.tool.Virsh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plans {@code create}: what is missing is made, what is right is left alone, what a run that died
 * left half-made is finished, what is different is said.
 */
public final class CreatePlanner {
  private final Settings settings;
  private final Inventory inventory;
  private final HostFacts facts;
  private final Renderer renderer;
  private final boolean iso;

  public CreatePlanner(Settings settings, Inventory inventory, HostFacts facts, Renderer renderer) {
    this.settings = settings;
    this.inventory = inventory;
    this.facts = facts;
    this.renderer = renderer;
    this.iso =
        settings.configDrive() == ConfigDriveKind.ISO
            || (settings.configDrive() == ConfigDriveKind.AUTO && !facts.ninePfs());
  }

  /**
   * Plans the cluster.
   *
   * @throws KvmcoreException where something of somebody else's is in the way; all of it at once
   */
  public Plan plan(Goal goal) {
    renderer.requireProfile(settings.profile());
    Networks networks = new Networks(settings, inventory, facts);
    NetworkChoice network = networks.choose(goal.count());
    List<Machine> wanted =
        new Machines(settings, inventory, networks, iso).wanted(goal.count(), network);
    Map<String, Domain> present = inventory.machines(settings.cluster());
    List<Machine> missing = wanted.stream().filter(machine -> !isWhole(machine, present)).toList();
    List<String> conflicts = Conflicts.of(settings, inventory, network, goal, missing);
    if (!conflicts.isEmpty()) {
      throw KvmcoreException.settings(conflicts);
    }
    requireSpace(goal, missing);
    Foundation base = foundation(goal, network, wanted);
    List<Step> steps = new ArrayList<>();
    cluster(base, missing, wanted, present, steps);
    for (Machine machine : wanted) {
      machine(base, machine, present.get(machine.name()), missing.contains(machine), steps);
    }
    // Behind all starts, so that the plan as a script starts every machine before it waits for one.
    for (Machine machine : wanted) {
      await(base, machine, present.get(machine.name()), missing.contains(machine), steps);
    }
    return new Plan(
        settings.cluster(),
        wanted,
        steps,
        new Differences(settings, inventory, goal, network).notes(wanted, present));
  }

  private Foundation foundation(Goal goal, NetworkChoice network, List<Machine> wanted) {
    boolean kvm =
        settings.virtType() == VirtType.KVM
            || (settings.virtType() == VirtType.AUTO && facts.kvm());
    Renderer.Common common =
        new Renderer.Common(
            wanted,
            settings.sshKeys(),
            kvm ? "kvm" : "qemu",
            facts.architecture(),
            iso ? "iso" : "9p");
    return new Foundation(
        settings,
        goal,
        network,
        renderer,
        common,
        new Virsh(settings.connect()),
        isSession() ? null : facts.qemuUser(),
        iso ? Objects.requireNonNullElse(facts.isoProgram(), "genisoimage") : null);
  }

  /** Full copies take at least what the base image takes; a disk that runs full harms everybody. */
  private void requireSpace(Goal goal, List<Machine> missing) {
    BaseImage image = goal.cached();
    long free = facts.usableBytes().getOrDefault(settings.storageDir(), Long.MAX_VALUE);
    long copies = missing.stream().filter(this::needsDisk).count();
    if (settings.diskMode() == DiskMode.COPY && image != null) {
      long needed = copies * image.fileBytes();
      if (needed > free) {
        throw KvmcoreException.host(
            copies
                + " copies of the image need at least "
                + ByteSize.text(needed)
                + ", and "
                + settings.storageDir()
                + " has "
                + ByteSize.text(free)
                + " free\n  next: make room, or leave out disk_mode: copy");
      }
    }
  }

  /** A user's own libvirt runs QEMU as that user. */
  private boolean isSession() {
    return settings.connect().endsWith(":///session");
  }

  /** A domain without its files is a ruin: it is made anew. */
  private boolean isWhole(Machine machine, Map<String, Domain> present) {
    Domain domain = present.get(machine.name());
    return domain != null && inventory.isWhole(domain);
  }

  private void cluster(
      Foundation base,
      List<Machine> missing,
      List<Machine> wanted,
      Map<String, Domain> present,
      List<Step> steps) {
    boolean anyStart =
        wanted.stream()
            .map(machine -> present.get(machine.name()))
            .anyMatch(domain -> domain == null || domain.state() == DomainState.SHUT_OFF);
    if (!missing.isEmpty() || (anyStart && base.network() instanceof NetworkChoice.OwnNew)) {
      steps.add(new FolderSteps(base, inventory, facts).make());
    }
    if (missing.stream().anyMatch(this::needsDisk) && base.goal().cached() == null) {
      steps.add(image(base));
    }
    if (!missing.isEmpty() || anyStart) {
      steps.addAll(new NetworkSteps(base).make());
    }
  }

  private boolean needsDisk(Machine machine) {
    return !inventory.files().contains(machine.disk());
  }

  private static Step image(Foundation base) {
    return new Step(
        "image",
        Phase.DOWNLOAD,
        null,
        "image " + base.goal().image().source(),
        List.of(new Action.FetchImage(base.goal().image())),
        List.of(),
        List.of());
  }

  private void machine(
      Foundation base,
      Machine machine,
      @Nullable Domain domain,
      boolean missing,
      List<Step> steps) {
    MachineSteps make = new MachineSteps(base, machine);
    List<String> before = new ArrayList<>();
    if (has(steps, "network")) {
      before.add("network");
    }
    if (missing) {
      steps.add(make.claim(leftovers(machine, domain), domain == null));
      before.addAll(diskAndDrive(make, machine, steps));
      new NetworkSteps(base)
          .reserve(machine, inventory, networkStep(steps))
          .ifPresent(
              step -> {
                steps.add(step);
                before.add(step.id());
              });
      steps.add(make.defineAndStart(before.toArray(String[]::new)));
    } else if (domain != null && domain.state() == DomainState.SHUT_OFF) {
      steps.add(make.start(before.toArray(String[]::new)));
    }
  }

  private void await(
      Foundation base,
      Machine machine,
      @Nullable Domain domain,
      boolean missing,
      List<Step> steps) {
    MachineSteps make = new MachineSteps(base, machine);
    boolean runs = missing || (domain != null && domain.state() != DomainState.PAUSED);
    if (runs && settings.waitFor() != WaitLevel.NONE) {
      String vm = "vm:" + machine.name();
      steps.add(has(steps, vm) ? make.await(vm) : make.await());
    }
  }

  private static List<String> networkStep(List<Step> steps) {
    return has(steps, "network") ? List.of("network") : List.of();
  }

  private List<String> diskAndDrive(MachineSteps make, Machine machine, List<Step> steps) {
    List<String> ids = new ArrayList<>();
    String claim = MachineSteps.claimId(machine);
    ids.add(claim);
    if (needsDisk(machine)) {
      Step disk = has(steps, "image") ? make.disk(claim, "image") : make.disk(claim);
      steps.add(disk);
      ids.add(disk.id());
    }
    Step drive = make.drive();
    steps.add(drive);
    ids.add(drive.id());
    return ids;
  }

  private static boolean has(List<Step> steps, String id) {
    return steps.stream().anyMatch(step -> step.id().equals(id));
  }

  /** What an earlier try, with other settings, left where this one will not put anything. */
  private List<Path> leftovers(Machine machine, @Nullable Domain domain) {
    MachineTag tag = domain == null ? null : domain.tag();
    if (tag == null) {
      return List.of();
    }
    Path claim = new ClusterFolder(tag.storage()).claim(machine.name());
    return Stream.concat(
            Stream.of(tag.drive())
                .filter(path -> !path.equals(machine.drive()))
                .filter(path -> inventory.files().contains(path)),
            Stream.of(claim).filter(path -> !tag.storage().equals(machine.disk().getParent())))
        .toList();
  }
}
