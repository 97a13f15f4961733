package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.engine.libvirt.read.VolumeReader;
import io.github.kvmcore.engine.libvirt.read.Volumes;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.model.storage.BlockDevice;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.spec.VolumeSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the volume group of the settings is there, or can be made. */
public final class GroupCheck {
  private static final String NAME = "volume group";

  private final HostAccess access;
  private final VolumeSettings settings;

  public GroupCheck(HostAccess access, VolumeSettings settings) {
    this.access = access;
    this.settings = settings;
  }

  /** Two processes of LVM; two more where the group is missing. */
  public Check check() {
    Volumes volumes = new VolumeReader(access).read(settings);
    String obstacle = volumes.obstacle();
    if (obstacle != null) {
      String first = obstacle.lines().findFirst().orElse("");
      return new Check(NAME, Status.PROBLEM, first, "sudo vgs");
    }
    return volumes
        .group(settings.group())
        .map(
            group ->
                new Check(
                    NAME,
                    Status.OK,
                    group.name() + ", " + ByteSize.text(group.freeBytes()) + " free",
                    null))
        .orElseGet(() -> missing(volumes.devices()));
  }

  private Check missing(List<BlockDevice> devices) {
    String missing = "there is no volume group " + settings.group();
    if (devices.isEmpty()) {
      return new Check(NAME, Status.PROBLEM, missing, "set vg_device to an empty device: lsblk");
    }
    Optional<BlockDevice> used =
        devices.stream().filter(device -> !device.contents().isEmpty()).findFirst();
    if (used.isPresent()) {
      String contents = String.join(", ", used.get().contents());
      return new Check(
          NAME,
          Status.PROBLEM,
          missing + ", and " + used.get().name() + " is not empty: " + contents,
          "set vg_device to an empty device: lsblk");
    }
    String names =
        devices.stream().map(it -> it.name().toString()).collect(Collectors.joining(" "));
    return new Check(NAME, Status.OK, missing + " yet; create makes it of " + names, null);
  }
}
