package io.github.kvmcore.spec.load;

import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Names;
import org.jspecify.annotations.Nullable;

/**
 * Which network the machines are on: at most one of the three is set.
 *
 * @param name an existing libvirt network
 * @param bridge a bridge of the host
 * @param subnet of the cluster's own network
 */
record NetworkValues(@Nullable String name, @Nullable String bridge, @Nullable Ipv4Subnet subnet) {
  private static final int SHORTEST_PREFIX = 16;
  private static final int LONGEST_PREFIX = 29;

  /** The subnet's own address, its broadcast address and the host's are no machine's. */
  private static final int TAKEN = 3;

  private static final String NAME = "vm_network_name";
  private static final String BRIDGE = "vm_bridge";
  private static final String SUBNET = "vm_network_subnet";

  static NetworkValues read(Values values, int vmCount) {
    String name = values.readOptional(NAME, Names::network);
    String bridge = values.readOptional(BRIDGE, Names::bridge);
    Ipv4Subnet subnet = values.readOptional(SUBNET, text -> subnet(text, vmCount));
    if (bridge != null && name != null) {
      clash(values, BRIDGE, NAME);
    }
    if (subnet != null && name != null) {
      clash(values, SUBNET, NAME);
    }
    if (subnet != null && bridge != null) {
      clash(values, SUBNET, BRIDGE);
    }
    return new NetworkValues(name, bridge, subnet);
  }

  private static void clash(Values values, String one, String other) {
    String where = other + " (" + values.origin(other) + ")";
    values.mistake(one, "can't go together with " + where + "; leave one out, or set it empty");
  }

  private static Ipv4Subnet subnet(String text, int vmCount) {
    Ipv4Subnet subnet =
        Ipv4Subnet.parse(text)
            .orElseThrow(
                () ->
                    new BadValueException(
                        MessageText.quote(text) + " is not a subnet such as 192.168.150.0/24"));
    if (subnet.prefix() < SHORTEST_PREFIX || subnet.prefix() > LONGEST_PREFIX) {
      throw new BadValueException(
          MessageText.quote(text)
              + " must have a prefix from /16 to /29, such as 192.168.150.0/24");
    }
    if (!subnet.toString().equals(text)) {
      throw new BadValueException(
          MessageText.quote(text) + " is not a subnet's first address; write " + subnet);
    }
    int first = subnet.base().bits() >>> 24;
    if (first == 0 || first == 127 || first >= 224) {
      throw new BadValueException(MessageText.quote(text) + " holds no addresses for machines");
    }
    if (vmCount > subnet.size() - TAKEN) {
      String room = " has room for " + (subnet.size() - TAKEN) + " machines, not for " + vmCount;
      throw new BadValueException(MessageText.quote(text) + room);
    }
    return subnet;
  }
}
