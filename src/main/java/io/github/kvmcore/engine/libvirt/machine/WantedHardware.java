package io.github.kvmcore.engine.libvirt.machine;

import io.github.kvmcore.engine.libvirt.network.Networks;
import io.github.kvmcore.engine.libvirt.read.Firmwares;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.hardware.ShareDriver;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.spec.HardwareSettings;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.StaticAddresses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What hardware machines get by the settings, with what is left to the host filled in. */
public final class WantedHardware {
  private final Settings settings;
  private final HardwareSettings wanted;
  private final HostFacts facts;
  private final Networks networks;

  public WantedHardware(Settings settings, HostFacts facts, Networks networks) {
    this.settings = settings;
    this.wanted = settings.hardware();
    this.facts = facts;
    this.networks = networks;
  }

  /**
   * A machine's.
   *
   * @param dataBytes sizes of its further disks
   * @param address its address; null where it is not known
   */
  public Hardware of(String machine, List<Long> dataBytes, @Nullable Ipv4Address address) {
    Long pages = wanted.hugePageKiB();
    return new Hardware(
        Firmwares.of(settings, facts.architecture()),
        wanted.cpuModel(),
        wanted.topology(),
        pages == null ? 0 : pages == 0 ? facts.hardware().pageKiB() : pages,
        wanted.shares().stream().map(this::driven).toList(),
        links(machine),
        wanted.filter().filter(),
        dataBytes,
        network(address));
  }

  /** 9p, as for config drives, works in every guest, and with the host's own programs. */
  private Share driven(Share share) {
    return share.driver() != ShareDriver.AUTO
        ? share
        : share.by(facts.ninePfs() ? ShareDriver.NINE_P : ShareDriver.VIRTIOFS);
  }

  private List<Hardware.Link> links(String machine) {
    List<Hardware.Link> links = new ArrayList<>();
    for (String network : wanted.extraNetworks()) {
      links.add(new Hardware.Link(network, networks.mac(network, machine, links.size() + 1)));
    }
    return links;
  }

  private @Nullable GuestNetwork network(@Nullable Ipv4Address address) {
    StaticAddresses addresses = wanted.addresses();
    return addresses == null || address == null ? null : addresses.of(address);
  }
}
