package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.DiskMode;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.tool.libvirt.Virsh;
import io.github.kvmcore.tool.storage.IsoImage;
import io.github.kvmcore.tool.storage.QemuImg;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps that make one machine. */
final class MachineSteps {
  /** The claim and the domain XML name other machines' files: for root's eyes. */
  private static final int PRIVATE = 0600;

  /** The user data is the guest's, and of nobody else's concern. */
  private static final int GUEST_ONLY = 0400;

  private static final int GUEST_FOLDER = 0755;

  private final CreateContext base;
  private final Machine machine;

  MachineSteps(CreateContext base, Machine machine) {
    this.base = base;
    this.machine = machine;
  }

  static String claimId(Machine machine) {
    return "claim:" + machine.name();
  }

  private String id(String kind) {
    return kind + ":" + machine.name();
  }

  private Step step(
      String kind,
      Phase phase,
      String title,
      List<Action> does,
      List<Action> undo,
      String... after) {
    return new Step(id(kind), phase, machine.name(), title, does, undo, List.of(after));
  }

  /**
   * Writes the machine's claim, before anything else of it is made.
   *
   * @param leftovers remove what an earlier try left under other names
   * @param image the base image of its disk; null: it is not known
   * @param first whether nothing was there of the machine; else the claim stays in any case, as it
   *     says whose the earlier files are
   */
  Step claim(List<Action> leftovers, @Nullable Path image, boolean first) {
    Path claim = base.folder(machine).claim(machine.name());
    String xml = base.renderer().domain(machine, base.tag(machine, image), base.common());
    List<Action> actions = new ArrayList<>(leftovers);
    actions.add(new Action.WriteFile(claim, xml, PRIVATE, null));
    List<Action> undo = first ? List.of(delete(claim)) : List.of();
    return step("claim", Phase.DISKS, "claim", actions, undo, "folders").asMinor();
  }

  /** Makes the disk under a temporary name, so that a file of its name is always a whole disk. */
  Step disk(String... after) {
    Path disk = machine.disk().path();
    Path unfinished = ClusterFolder.unfinished(disk);
    Path image = base.goal().image().target();
    List<Action> actions = new ArrayList<>();
    actions.add(emptyPrivate(unfinished));
    if (base.settings().diskMode() == DiskMode.COPY) {
      actions.add(new Action.Run(QemuImg.convert(image, "qcow2", unfinished, "qcow2")));
      Long bytes = machine.diskBytes();
      if (bytes != null) {
        actions.add(new Action.Run(QemuImg.resize(unfinished, "qcow2", bytes)));
      }
    } else {
      Command create = QemuImg.createOverlay(image, unfinished, machine.diskBytes());
      actions.add(new Action.Run(create));
    }
    actions.add(new Action.Move(unfinished, disk));
    List<Action> undo = List.of(delete(unfinished), delete(disk));
    return step("disk", Phase.DISKS, "disk", actions, undo, after);
  }

  /**
   * Programs that fill a file leave its mode as it is, while one of their own would be anybody's.
   */
  private static Action emptyPrivate(Path file) {
    return new Action.WriteFile(file, "", PRIVATE, null);
  }

  /** Makes what configures the guest: a folder for 9p, an ISO image or an Ignition config. */
  Step drive(GuestConfigs configs, String... after) {
    if (base.common().guests().source() == ConfigSource.IGNITION) {
      return ignition(configs, after);
    }
    String program = base.isoProgram();
    return program == null ? sharedFolder(configs, after) : isoImage(configs, program, after);
  }

  /** libvirt gives it to QEMU's user while the guest runs; where it does not, it is that user's. */
  private Step ignition(GuestConfigs configs, String... after) {
    String title = ConfigSource.IGNITION.title();
    Action write = configs.write(machine, machine.drive(), GUEST_ONLY, base.qemuUser());
    List<Action> undo = List.of(delete(machine.drive()));
    return step("drive", Phase.INIT, title, List.of(write), undo, after);
  }

  private Step sharedFolder(GuestConfigs configs, String... after) {
    List<Action> actions = driveFiles(configs, machine.drive());
    List<Action> undo = List.of(deleteTree(machine.drive()));
    return step("drive", Phase.INIT, "config drive", actions, undo, after);
  }

  private Step isoImage(GuestConfigs configs, String program, String... after) {
    Path content = base.folder(machine).driveContent(machine.name());
    Path unfinished = ClusterFolder.unfinished(machine.drive());
    List<Action> actions = new ArrayList<>(driveFiles(configs, content));
    actions.add(emptyPrivate(unfinished));
    actions.add(new Action.Run(IsoImage.make(program, content, unfinished)));
    actions.add(new Action.Move(unfinished, machine.drive()));
    actions.add(deleteTree(content));
    List<Action> undo = List.of(deleteTree(content), delete(unfinished), delete(machine.drive()));
    return step("drive", Phase.INIT, "config drive", actions, undo, after);
  }

  /** The layout in which CoreOS looks for its configuration: OpenStack's config drive. */
  private List<Action> driveFiles(GuestConfigs configs, Path root) {
    Path latest = root.resolve("openstack").resolve("latest");
    String owner = base.isoProgram() == null ? base.qemuUser() : null;
    return List.of(
        new Action.MakeDirectory(root, GUEST_FOLDER),
        new Action.MakeDirectory(root.resolve("openstack"), GUEST_FOLDER),
        new Action.MakeDirectory(latest, GUEST_FOLDER),
        configs.write(machine, latest.resolve("user_data"), GUEST_ONLY, owner),
        configs.writeMetaData(machine, latest.resolve("meta_data.json"), GUEST_ONLY, owner));
  }

  /** Defines the domain and starts it. */
  Step defineAndStart(HostState hostState, String... after) {
    Virsh virsh = base.virsh();
    Path claim = base.folder(machine).claim(machine.name());
    List<Action> actions = new ArrayList<>(VolumeSteps.activation(hostState, machine));
    actions.add(run(virsh.define(claim)));
    if (base.settings().autostart()) {
      actions.add(run(virsh.autostart(machine.uuid())));
    }
    actions.add(run(virsh.start(machine.uuid()), Virsh.ACTIVE));
    List<Action> undo =
        List.of(
            run(virsh.destroy(machine.uuid()), Virsh.NOT_RUNNING, Virsh.NO_DOMAIN),
            run(virsh.undefine(machine.uuid()), Virsh.NO_DOMAIN),
            delete(machine.console()));
    return step("vm", Phase.VMS, "start", actions, undo, after);
  }

  /** Starts a domain that is there and does not run. */
  Step start(HostState hostState, String... after) {
    List<Action> actions = new ArrayList<>(VolumeSteps.activation(hostState, machine));
    // One that never ran was being made by a run that was killed.
    if (base.settings().autostart() && !hostState.files().contains(machine.console())) {
      actions.add(run(base.virsh().autostart(machine.uuid())));
    }
    actions.add(run(base.virsh().start(machine.uuid()), Virsh.ACTIVE));
    return step("vm", Phase.VMS, "start", actions, List.of(), after);
  }

  private Action run(Command command, String... tolerated) {
    return new Action.Run(command.withLimit(base.settings().limits().command()), tolerated);
  }

  /** Waits until the machine has got as far as was asked for. */
  Step await(String... after) {
    Action await =
        new Action.Await(machine, base.settings().waitFor(), base.settings().limits().startup());
    return step("wait", Phase.VMS, "wait", List.of(await), List.of(), after).asMinor();
  }

  private Action delete(Path path) {
    return new Action.Delete(base.record(machine).own(path));
  }

  private Action deleteTree(Path path) {
    return new Action.DeleteTree(base.record(machine).own(path));
  }
}
