package io.github.kvmcore.engine.libvirt.network;

import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import java.util.List;

/** The network that a cluster's machines are on, and what has to be done for it. */
public sealed interface NetworkChoice {
  /** How the machines' metadata names it: a network's name, or {@code bridge:NAME}. */
  String label();

  /** The host's bridge; empty where there is none yet, or none at all. */
  String device();

  /** The cluster's own network, to be made. */
  record OwnNew(String name, Ipv4Subnet subnet, List<Reservation> hosts) implements NetworkChoice {
    @Override
    public String device() {
      return "";
    }

    @Override
    public String label() {
      return name;
    }
  }

  /** A network that is there: the cluster's own from an earlier run, or one that the user named. */
  record Existing(Network network) implements NetworkChoice {
    @Override
    public String device() {
      return network.bridge();
    }

    @Override
    public String label() {
      return network.name();
    }
  }

  /** A bridge of the host, with somebody else's DHCP behind it. */
  record Bridge(String device) implements NetworkChoice {
    @Override
    public String label() {
      return "bridge:" + device;
    }
  }
}
