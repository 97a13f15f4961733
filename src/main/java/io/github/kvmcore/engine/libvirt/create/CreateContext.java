package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.machine.Lifetimes;
import io.github.kvmcore.engine.libvirt.network.NetworkChoice;
import io.github.kvmcore.engine.libvirt.service.SecretSteps;
import io.github.kvmcore.engine.libvirt.service.Secrets;
import io.github.kvmcore.model.machine.EtcdTag;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.plan.ownership.StorageRecord;
import io.github.kvmcore.render.Renderer;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every step of a {@code create} is made with.
 *
 * @param qemuUser the user that gets what configures guests; null: the running user keeps it
 * @param isoProgram makes ISO images; null: the guests are configured on another way
 * @param secrets what guests are told that nobody else may know
 * @param lifetimes when the time of the machines is over
 */
record CreateContext(
    Settings settings,
    Goal goal,
    NetworkChoice network,
    Renderer renderer,
    Renderer.Common common,
    Virsh virsh,
    @Nullable String qemuUser,
    @Nullable String isoProgram,
    Secrets secrets,
    SecretSteps secretSteps,
    Lifetimes lifetimes) {
  ClusterFolder folder() {
    return new ClusterFolder(settings.storageDir());
  }

  /** Where a machine's claim lies: beside its disk, where that is a file. */
  ClusterFolder folder(Machine machine) {
    return new ClusterFolder(storage(machine));
  }

  private Path storage(Machine machine) {
    Path folder = machine.disk() instanceof Disk.ImageFile file ? file.path().getParent() : null;
    return Objects.requireNonNullElse(folder, settings.storageDir());
  }

  /** What says that {@code .kvmcore} in the storage folder is kvmcore's. */
  StorageRecord storageRecord() {
    return StorageRecord.planned(settings.storageDir(), List.of());
  }

  /** What says what a machine has that this plan makes: its claim comes first. */
  MachineRecord record(Machine machine) {
    return MachineRecord.planned(tag(machine));
  }

  MachineTag tag(Machine machine) {
    return tag(machine, goal.image().target());
  }

  /**
   * What is recorded of a machine.
   *
   * @param base the image that its disk was made from; null: it is not known
   */
  MachineTag tag(Machine machine, @Nullable Path base) {
    return new MachineTag(
        settings.cluster(),
        machine.name(),
        machine.index(),
        storage(machine),
        machine.disk(),
        machine.drive(),
        machine.console(),
        network.label(),
        goal.image().shownSource(),
        settings.profile(),
        goal.now(),
        EtcdTag.of(common.etcd(machine)),
        base,
        goal.image().release(),
        machine.dataDisks(),
        common.services().k3s(machine).role(),
        lifetimes.end());
  }
}
