package io.github.kvmcore.plan;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.host.HostFacts;
import io.github.kvmcore.host.Inventory;
import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.ByteSize;
import io.github.kvmcore.model.ConfigDriveKind;
import io.github.kvmcore.model.Disk;
import io.github.kvmcore.model.DiskMode;
import io.github.kvmcore.model.Domain;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.model.VirtType;
import io.github.kvmcore.render.Renderer;
import io.github.kvmcore.settings.Settings;
import io.github.kvmcore.tool.Virsh;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
    Wish wish = wish(goal);
    List<Machine> missing = wish.missing();
    VolumeChecks.requireImage(settings, inventory, goal, missing);
    requireSpace(goal, missing);
    VolumeSpace.require(settings.volumes(), inventory, goal.cached(), missing);
    Foundation base = foundation(goal, wish.network(), wish.wanted());
    return new Plan(
        settings.cluster(),
        wish.wanted(),
        new CreateSteps(base, inventory, facts, wish.present()).all(wish.wanted(), missing),
        new Differences(settings, inventory, goal, wish.network())
            .notes(wish.wanted(), wish.present()));
  }

  /**
   * The plan that only brings the image into the cache, where the machines' volumes depend on it:
   * they are as large as its disk, and whether they fit is looked at before any is made.
   *
   * @throws KvmcoreException as {@link #plan} does
   */
  public Optional<Plan> imageFirst(Goal goal) {
    if (goal.cached() != null || VolumeChecks.toMake(inventory, wish(goal).missing()).isEmpty()) {
      return Optional.empty();
    }
    List<Step> image = List.of(CreateSteps.image(goal.image()));
    return Optional.of(new Plan(settings.cluster(), List.of(), image, List.of()));
  }

  /**
   * What the cluster should be.
   *
   * @param missing those of the wanted machines that have to be made
   */
  private record Wish(
      NetworkChoice network,
      List<Machine> wanted,
      List<Machine> missing,
      Map<String, Domain> present) {}

  private Wish wish(Goal goal) {
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
    return new Wish(network, wanted, missing, present);
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
    long copies =
        missing.stream()
            .filter(machine -> machine.disk() instanceof Disk.ImageFile)
            .filter(machine -> !inventory.files().contains(machine.disk().path()))
            .count();
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
}
