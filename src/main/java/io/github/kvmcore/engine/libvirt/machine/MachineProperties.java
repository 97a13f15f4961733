package io.github.kvmcore.engine.libvirt.machine;

import io.github.kvmcore.cluster.WantedMachine;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.VolumeSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be said of a machine in words, to compare what it is with what is wanted. */
public final class MachineProperties {
  private static final long KIB_OF_GIB = 1 << 20;

  private MachineProperties() {}

  /**
   * Those of a machine that exists.
   *
   * @param machine the same machine
   * @param autostart whether it starts with the host
   */
  static Map<String, String> of(Domain domain, Machine machine, boolean autostart) {
    MachineTag tag = Objects.requireNonNull(domain.tag());
    OsRelease release = tag.system();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("memory", memory(domain.memoryKiB()));
    all.put("vCPUs", String.valueOf(domain.vcpus()));
    if (machine.address() != null) {
      all.put("address", machine.address().toString());
    }
    all.put("image", tag.image());
    all.put("system", system(release, tag.image()));
    all.put("release", release.version());
    all.put("profile", tag.profile());
    all.put("provisioning", tag.configSource().kind().toString());
    all.put("network", tag.network());
    all.put("disk", disk(tag.disk() instanceof Disk.Volume volume ? volume.group() : ""));
    hardware(all, domain.hardware());
    all.put("storage folder", tag.storage().toString());
    all.put(WantedMachine.AUTOSTART, autostart ? "yes" : "no");
    return all;
  }

  /**
   * Those that settings want.
   *
   * @param hardware what it would have besides memory and processors
   * @param provisioning {@code ignition} or {@code cloud-config}
   * @param network the libvirt network, or {@code bridge:NAME}
   */
  public static WantedMachine wanted(
      Settings settings,
      Goal goal,
      MachineSpec spec,
      Hardware hardware,
      String provisioning,
      String network) {
    VolumeSettings volumes = settings.volumes();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("memory", memory(spec.memoryKiB()));
    all.put("vCPUs", String.valueOf(spec.vcpus()));
    if (spec.address() != null) {
      all.put("address", spec.address().toString());
    }
    image(all, settings, goal);
    all.put("profile", settings.profile());
    all.put("provisioning", provisioning);
    all.put("network", network);
    all.put("disk", disk(volumes == null ? "" : volumes.group()));
    hardware(all, hardware);
    all.put("storage folder", settings.storageDir().toString());
    if (settings.autostart()) {
      all.put(WantedMachine.AUTOSTART, "yes");
    }
    return new WantedMachine(spec.name(), all);
  }

  /** What a channel has moves on: a machine of an earlier release is as it should be. */
  private static void image(Map<String, String> all, Settings settings, Goal goal) {
    OsRelease release = goal.image().release();
    if (settings.image() != null) {
      all.put("image", goal.image().shownSource());
      return;
    }
    all.put("system", system(release, goal.image().shownSource()));
    if (settings.catalogue().release() != null) {
      all.put("release", release.version());
    }
  }

  /** An image that is of no channel is known by its source only. */
  private static String system(OsRelease release, String source) {
    return release.channel().isEmpty() ? source : release.os() + " " + release.channel();
  }

  private static String disk(String group) {
    return group.isEmpty() ? "a file" : "a volume of group " + group;
  }

  /** libvirt rounds up what a machine runs with. */
  private static String memory(long kibibytes) {
    return kibibytes % KIB_OF_GIB == 0
        ? kibibytes / KIB_OF_GIB + " GiB"
        : ((kibibytes + 1023) >> 10) + " MiB";
  }

  private static void hardware(Map<String, String> all, Hardware hardware) {
    all.put("firmware", hardware.firmware().toString());
    all.put("CPU model", hardware.cpuModel());
    all.put("CPU topology", text(hardware.topology()));
    all.put("memory pages", pages(hardware));
    all.put("data disks", joined(hardware.dataBytes().stream().map(ByteSize::text)));
    all.put("extra networks", joined(hardware.links().stream().map(Hardware.Link::network)));
    all.put("network filter", hardware.filter());
    all.put("shares", joined(hardware.shares().stream()));
    all.put("address by", addressBy(hardware.network()));
  }

  private static String pages(Hardware hardware) {
    return hardware.hugePageKiB() == 0
        ? "ordinary"
        : "huge, of " + ByteSize.ofKiB(hardware.hugePageKiB());
  }

  private static String joined(Stream<?> values) {
    return values.map(Object::toString).collect(Collectors.joining(" "));
  }

  private static String addressBy(@Nullable GuestNetwork network) {
    return network == null ? "DHCP" : "its own configuration";
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
