package io.github.kvmcore.engine.libvirt.drift;

import io.github.kvmcore.engine.Drift;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.machine.WantedHardware;
import io.github.kvmcore.engine.libvirt.network.NetworkChoice;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.config.ConfigKind;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.StaticAddresses;
import io.github.kvmcore.spec.VolumeSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Says where machines that exist are not as the settings would make them; nothing is changed. */
public final class Differences {
  private final Settings settings;
  private final HostState hostState;
  private final Goal goal;
  private final NetworkChoice network;
  private final ConfigKind kind;
  private final NextCommand next;
  private final WantedHardware hardware;
  private final Map<String, MachineSpec> specs = new LinkedHashMap<>();

  public Differences(
      Settings settings,
      HostState hostState,
      Goal goal,
      NetworkChoice network,
      ConfigKind kind,
      WantedHardware hardware) {
    this.hardware = hardware;
    this.settings = settings;
    this.hostState = hostState;
    this.goal = goal;
    this.network = network;
    this.kind = kind;
    this.next = NextCommand.of(settings);
    goal.machines().forEach(machine -> specs.put(machine.name(), machine));
  }

  /** A line for each machine that differs, and one for machines beyond the wanted number. */
  public List<String> notes(List<Machine> wanted, Map<String, Domain> present) {
    List<String> notes = new ArrayList<>();
    for (Machine machine : wanted) {
      Domain domain = present.get(machine.name());
      if (domain != null && hostState.isWhole(domain)) {
        note(domain, machine, notes);
      }
    }
    more(wanted, present, notes);
    return notes;
  }

  private void note(Domain domain, Machine machine, List<String> notes) {
    List<String> differences = differences(domain, machine);
    if (!differences.isEmpty()) {
      notes.add(
          machine.name()
              + ": left as it is, though "
              + String.join(", ", differences)
              + "; "
              + next.line("destroy", machine.name())
              + " and create again makes it anew");
    }
    if (lacksAutostart(domain)) {
      notes.add(
          machine.name()
              + ": does not start with the host, though autostart says so (virsh autostart "
              + machine.name()
              + ")");
    }
    if (domain.state() == DomainState.PAUSED) {
      notes.add(
          machine.name()
              + ": is paused and left so; "
              + next.line("start", machine.name())
              + " lets it go on");
    }
  }

  private boolean lacksAutostart(Domain domain) {
    return settings.autostart() && !hostState.atBoot().contains(domain.uuid());
  }

  /** The same, each by itself, for {@code verify}; but for what states say, which that looks at. */
  public List<Drift> drift(List<Machine> wanted, Map<String, Domain> present) {
    List<Drift> found = new ArrayList<>();
    for (Machine machine : wanted) {
      Domain domain = present.get(machine.name());
      if (domain != null && hostState.isWhole(domain)) {
        differences(domain, machine)
            .forEach(it -> found.add(new Drift(machine.name(), Drift.Kind.DIFFERENCE, it)));
        if (lacksAutostart(domain)) {
          String detail = "does not start with the host, though autostart says so";
          found.add(new Drift(machine.name(), Drift.Kind.AUTOSTART, detail));
        }
      }
    }
    List<String> names = wanted.stream().map(Machine::name).toList();
    present.keySet().stream()
        .filter(name -> !names.contains(name))
        .map(name -> new Drift(name, Drift.Kind.STRAY, "is beyond the machines that are wanted"))
        .forEach(found::add);
    return found;
  }

  private List<String> differences(Domain domain, Machine machine) {
    List<String> found = new ArrayList<>();
    MachineSpec wanted = specs.get(domain.name());
    if (wanted != null) {
      if (mebibytes(domain.memoryKiB()) != mebibytes(wanted.memoryKiB())) {
        compare(found, "memory", domain.memoryKiB() + " KiB", wanted.memoryKiB() + " KiB");
      }
      compare(found, "vCPUs", String.valueOf(domain.vcpus()), String.valueOf(wanted.vcpus()));
      if (wanted.address() != null && machine.address() != null) {
        compare(found, "address", machine.address().toString(), wanted.address().toString());
      }
    }
    MachineTag tag = domain.tag();
    if (tag != null) {
      compareImage(found, tag);
      compare(found, "profile", tag.profile(), settings.profile());
      compare(found, "provisioning", tag.configSource().kind().toString(), kind.toString());
      compare(found, "network", tag.network(), network.label());
      compareDisk(found, tag);
      found.addAll(HardwareDifferences.of(domain, wanted(domain.name())));
      compare(found, "folder", tag.storage().toString(), settings.storageDir().toString());
    }
    return found;
  }

  private Hardware wanted(String machine) {
    StaticAddresses addresses = settings.hardware().addresses();
    return hardware.of(
        machine,
        settings.hardware().dataBytes(),
        addresses == null ? null : addresses.addresses().get(0));
  }

  /** What a channel has moves on: a machine of an earlier release is as it should be. */
  private void compareImage(List<String> found, MachineTag tag) {
    OsRelease wanted = goal.image().release();
    if (settings.image() != null || tag.system().channel().isEmpty()) {
      compare(found, "image", tag.image(), goal.image().shownSource());
      return;
    }
    OsRelease is = tag.system();
    compare(found, "system", is.os() + " " + is.channel(), wanted.os() + " " + wanted.channel());
    if (settings.catalogue().release() != null) {
      compare(found, "release", is.version(), wanted.version());
    }
  }

  private void compareDisk(List<String> found, MachineTag tag) {
    VolumeSettings volumes = settings.volumes();
    String group = tag.disk() instanceof Disk.Volume volume ? volume.group() : "";
    String wanted = volumes == null ? "" : volumes.group();
    compare(found, "disk", place(group), place(wanted));
  }

  private static String place(String group) {
    return group.isEmpty() ? "a file" : "a volume of group " + group;
  }

  /** libvirt rounds up what a machine runs with. */
  private static long mebibytes(long kibibytes) {
    return (kibibytes + 1023) >> 10;
  }

  static void compare(List<String> found, String what, String is, String wanted) {
    if (!is.equals(wanted)) {
      found.add("its " + what + " is " + is + " and the settings say " + wanted);
    }
  }

  private void more(List<Machine> wanted, Map<String, Domain> present, List<String> notes) {
    List<String> names = wanted.stream().map(Machine::name).toList();
    List<String> more = present.keySet().stream().filter(name -> !names.contains(name)).toList();
    if (!more.isEmpty()) {
      notes.add(
          "cluster "
              + settings.cluster()
              + " has "
              + present.size()
              + " machines, create "
              + asked()
              + "removes none; to remove "
              + (more.size() == 1 ? "the other: " : "the other " + more.size() + ": ")
              + next.line("destroy", more));
    }
  }

  /** How many were asked for, where it was a number. */
  private String asked() {
    boolean counted =
        specs.keySet().equals(numbered(goal.machines().size()).collect(Collectors.toSet()));
    return counted ? goal.machines().size() + " " : "of these names ";
  }

  private Stream<String> numbered(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(index -> MachineSpec.name(settings.cluster(), index));
  }
}
