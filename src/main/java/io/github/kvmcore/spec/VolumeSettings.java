package io.github.kvmcore.spec;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Machines' disks on logical volumes.
 *
 * @param group the volume group
 * @param devices what the group is made of where it does not exist
 * @param extentBytes the extent size that it then gets
 * @param pattern the volumes' names, with {@code <cluster>}, {@code <name>} and {@code <n>}
 * @param pool the thin pool that the volumes are in; null: none
 * @param poolBytes the size that the pool gets where it does not exist; null: it must
 */
public record VolumeSettings(
    String group,
    List<Path> devices,
    long extentBytes,
    String pattern,
    @Nullable String pool,
    @Nullable Long poolBytes) {
  public VolumeSettings {
    devices = List.copyOf(devices);
  }

  /**
   * The name of a machine's volume.
   *
   * @param index the number in the machine's name; 0: it has none, and its name stands for it
   */
  public String volume(String cluster, String machine, int index) {
    return pattern
        .replace("<n>", index > 0 ? String.valueOf(index) : machine)
        .replace("<name>", machine)
        .replace("<cluster>", cluster);
  }
}
