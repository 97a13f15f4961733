package io.github.kvmcore.engine.libvirt.machine;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.spec.Settings;
import java.util.List;
import java.util.Optional;

/** Says why a machine can't be started, and what to run next. */
public final class StartBlockers {
  private final String cluster;
  private final NextCommand next;
  private final HostState hostState;

  public StartBlockers(Settings settings, HostState hostState) {
    this.cluster = settings.cluster();
    this.next = NextCommand.of(settings);
    this.hostState = hostState;
  }

  /** Of one that crashed and was kept, or is suspended, or is just ending. */
  public String neitherOnNorOff(String name) {
    return "neither runs nor is shut off (virsh domstate --reason "
        + name
        + ")\n  next: "
        + next.line("restart", "--force", name);
  }

  /** Of one that is off, or that is to be shut down first; empty where it can be started. */
  public Optional<String> of(Domain domain) {
    Optional<String> volume = volume(domain);
    if (volume.isPresent()) {
      return volume;
    }
    Optional<String> broken = broken(domain);
    if (broken.isPresent()) {
      return broken;
    }
    if (!hostState.isWhole(domain)) {
      return Optional.of(
          "is not whole, so it can't be started: a run of kvmcore ended half-way, or a file of it is"
              + " gone\n  next: "
              + next.line("create")
              + " makes what is missing");
    }
    return domain.interfaces().stream()
        .map(Domain.Interface::source)
        .filter(source -> !source.isEmpty() && !source.startsWith("bridge:"))
        .filter(source -> hostState.network(source).isEmpty())
        .findFirst()
        .map(source -> "can't be started: there is no network " + source + next(source));
  }

  /** Of one that is off and has a disk that is no whole image. */
  public Optional<String> broken(Domain domain) {
    MachineTag tag = domain.tag();
    List<String> broken = tag == null ? List.of() : hostState.brokenDisks(tag);
    return broken.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join("; ", broken)
                + "\n  next: "
                + next.line("destroy", domain.name())
                + " && "
                + next.line("create"));
  }

  /** Of one whose logical volume can't be seen, which is not the same as gone. */
  private Optional<String> volume(Domain domain) {
    MachineTag tag = domain.tag();
    if (tag == null
        || !(tag.disk() instanceof Disk.Volume disk)
        || domain.state() != DomainState.SHUT_OFF) {
      return Optional.empty();
    }
    String obstacle = hostState.volumes().obstacle();
    if (obstacle != null) {
      return Optional.of("can't be started, as nothing can be seen of its volume: " + obstacle);
    }
    return hostState.volumes().group(disk.group()).isPresent()
        ? Optional.empty()
        : Optional.of(noGroup(disk));
  }

  /** Of one whose disk may be whole, where its devices are. */
  public static String noGroup(Disk.Volume disk) {
    return "its disk is "
        + disk.path()
        + ", and there is no volume group "
        + disk.group()
        + " (vgs): attach the devices that it is on";
  }

  private String next(String network) {
    return network.equals(Identity.networkName(cluster))
        ? "\n  next: " + next.line("create") + " makes it again"
        : "\n  next: define it again, see virsh net-define";
  }
}
