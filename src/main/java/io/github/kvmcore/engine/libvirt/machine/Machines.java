package io.github.kvmcore.engine.libvirt.machine;

import io.github.kvmcore.engine.libvirt.network.Addresses;
import io.github.kvmcore.engine.libvirt.network.NetworkChoice;
import io.github.kvmcore.engine.libvirt.network.Networks;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.VolumeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the machines of a cluster: those that exist as they are, the others as they should be.
 */
public final class Machines {
  private final Settings settings;
  private final HostState hostState;
  private final Networks networks;
  private final ConfigSource source;
  private final WantedHardware hardware;
  private final DataDisks dataDisks;

  /**
   * @param source how the guests that are made get their configuration
   */
  public Machines(
      Settings settings,
      HostState hostState,
      Networks networks,
      ConfigSource source,
      WantedHardware hardware) {
    this.hardware = hardware;
    this.dataDisks = new DataDisks(settings, hostState);
    this.settings = settings;
    this.hostState = hostState;
    this.networks = networks;
    this.source = source;
  }

  /** The wanted machines, in their order. */
  public List<Machine> wanted(List<MachineSpec> specs, NetworkChoice network) {
    Map<String, Domain> present = hostState.machines(settings.cluster());
    Addresses addresses = new Addresses(settings, hostState, network, specs);
    List<Machine> machines = new ArrayList<>();
    for (MachineSpec spec : specs) {
      Domain domain = present.get(spec.name());
      Machine machine =
          domain == null || !hostState.isWhole(domain)
              ? planned(spec, network, addresses, domain)
              : asItIs(settings.cluster(), domain, hostState);
      machines.add(machine);
      addresses.given(machine.address());
    }
    return machines;
  }

  /** A disk that is there already is kept, also where it would now be put elsewhere. */
  private Disk disk(MachineSpec spec, @Nullable Domain domain) {
    MachineTag tag = domain == null ? null : domain.tag();
    return tag != null && hostState.hasDisk(tag) ? tag.disk() : newDisk(spec);
  }

  private Disk newDisk(MachineSpec spec) {
    VolumeSettings volumes = settings.volumes();
    if (volumes == null) {
      String end = spec.index() == 0 ? spec.name() : String.valueOf(spec.index());
      return new Disk.ImageFile(
          settings.storageDir().resolve(settings.diskPrefix() + "-" + end + ".img"));
    }
    String volume = volumes.volume(settings.cluster(), spec.name(), spec.index());
    int further = settings.hardware().dataBytes().size();
    String longest = further == 0 ? volume : volume + Disk.dataSuffix(further);
    if (!Disk.Volume.isName(longest) || !Disk.Volume.fits(volumes.group(), longest)) {
      throw KvmcoreException.settings(
          List.of(
              "lv_name_pattern: "
                  + spec.name()
                  + " would have a logical volume "
                  + longest
                  + ", which LVM does not take as a name, or not as one so long"));
    }
    return Disk.Volume.of(settings.storageDir(), volumes.group(), volume);
  }

  private Machine planned(
      MachineSpec spec, NetworkChoice network, Addresses addresses, @Nullable Domain begun) {
    String name = spec.name();
    Disk disk = disk(spec, begun);
    List<Long> dataBytes = dataDisks.sizes(begun);
    String mac = networks.mac(network, name);
    Ipv4Address address = addresses.of(spec, mac);
    return new Machine(
        settings.cluster(),
        name,
        spec.index(),
        Identity.uuid(settings.cluster(), name),
        mac,
        address,
        spec.memoryKiB(),
        spec.vcpus(),
        spec.diskBytes(),
        disk,
        settings.configDriveDir().resolve(source.fileName(name)),
        settings.consoleLogDir().resolve(name + "-console.log"),
        DataDisks.of(disk, dataBytes.size()),
        hardware.of(name, dataBytes, address),
        network.device());
  }

  /**
   * A machine that exists, or that was begun.
   *
   * @param domain one of the cluster's, so with a tag
   */
  public static Machine asItIs(String cluster, Domain domain, HostState hostState) {
    MachineTag tag = Objects.requireNonNull(domain.tag());
    String mac = link(domain).map(Domain.Interface::mac).orElse("");
    return new Machine(
        cluster,
        domain.name(),
        tag.index(),
        domain.uuid(),
        mac,
        address(domain, hostState),
        domain.memoryKiB(),
        domain.vcpus(),
        null,
        tag.disk(),
        tag.drive(),
        tag.console(),
        tag.dataDisks(),
        domain.hardware(),
        link(domain).map(link -> hostState.device(link.source())).orElse(""));
  }

  private static Optional<Domain.Interface> link(Domain domain) {
    return domain.interfaces().stream().findFirst();
  }

  /**
   * The address that the machine or its network keeps for it, else the one that it leased there.
   * Other networks have leases of earlier machines with the same MAC address.
   */
  private static @Nullable Ipv4Address address(Domain domain, HostState hostState) {
    GuestNetwork own = domain.hardware().network();
    if (own != null) {
      return own.address();
    }
    return link(domain)
        .flatMap(
            link ->
                hostState
                    .networkOf(link.source())
                    .flatMap(network -> network.addressOf(link.mac()))
                    .or(() -> hostState.lease(link)))
        .orElse(null);
  }
}
