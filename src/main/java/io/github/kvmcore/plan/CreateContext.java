package io.github.kvmcore.plan;

import io.github.kvmcore.model.ClusterFolder;
import io.github.kvmcore.model.Disk;
import io.github.kvmcore.model.EtcdTag;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.model.MachineTag;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.plan.ownership.StorageRecord;
import io.github.kvmcore.render.Renderer;
import io.github.kvmcore.settings.Settings;
import io.github.kvmcore.tool.Virsh;
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
        goal.image().target(),
        goal.image().release(),
        machine.dataDisks(),
        common.services().k3s(machine).role(),
        lifetimes.end());
  }
}
