package io.github.kvmcore.spec.load;

import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.StaticAddresses;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@link StaticAddresses}. */
final class AddressValues {
  private static final String NAME = "vm_static_addresses";
  private static final String GATEWAY = "vm_gateway";
  private static final String DNS = "vm_dns";
  private static final int LONGEST_PREFIX = 30;
  private static final int SHORTEST_PREFIX = 8;
  private static final Pattern RANGE =
      Pattern.compile("([0-9.]+)(?:-([0-9.]+))?(?:/([0-9]{1,2}))?");

  private final Values values;
  private final Set<Ipv4Address> addresses = new LinkedHashSet<>();
  private int prefix;

  private AddressValues(Values values) {
    this.values = values;
  }

  static @Nullable StaticAddresses read(
      Values values, List<MachineSpec> machines, NetworkValues network) {
    return new AddressValues(values).read(machines, network);
  }

  private @Nullable StaticAddresses read(List<MachineSpec> machines, NetworkValues network) {
    Ipv4Address gateway = values.readOptional(GATEWAY, AddressValues::address);
    List<Ipv4Address> dns = dns();
    List<String> words = HardwareValues.words(values, NAME, "[\\s,]+");
    if (words.isEmpty()) {
      for (String setting : List.of(GATEWAY, DNS)) {
        if (!values.raw(setting).isBlank()) {
          values.mistake(setting, "means nothing without " + NAME);
        }
      }
      return null;
    }
    int before = values.mistakes().size();
    words.forEach(this::take);
    if (prefix == 0 && values.mistakes().size() == before) {
      values.mistake(NAME, "says no prefix; write it behind, as 192.168.50.11-192.168.50.20/24");
    }
    if (network.bridge() == null && network.name() == null) {
      values.mistake(
          NAME,
          "is for vm_bridge, or for a network of vm_network_name without DHCP: on the cluster's own"
              + " network each machine has its address already");
    }
    if (values.mistakes().size() > before || addresses.isEmpty()) {
      return null;
    }
    StaticAddresses all = new StaticAddresses(List.copyOf(addresses), prefix, gateway, dns);
    check(all, gateway, machines.stream().filter(it -> it.address() == null).count());
    return all;
  }

  private void check(StaticAddresses all, @Nullable Ipv4Address gateway, long machines) {
    Ipv4Subnet subnet = all.subnet();
    for (Ipv4Address address : all.addresses()) {
      if (!subnet.contains(address)) {
        values.mistake(NAME, address + " is not in " + subnet + ", as the first one is");
      } else if (address.equals(subnet.base())
          || address.equals(subnet.address((int) subnet.size() - 1))) {
        values.mistake(NAME, address + " is that of " + subnet + " itself, or of all in it");
      } else if (address.equals(gateway)) {
        values.mistake(NAME, address + " is the gateway's (" + GATEWAY + ")");
      }
    }
    if (gateway != null && !subnet.contains(gateway)) {
      values.mistake(GATEWAY, gateway + " is not in " + subnet + ", the machines' subnet");
    }
    if (all.addresses().size() < machines) {
      values.mistake(
          NAME, "holds " + all.addresses().size() + " addresses, " + machines + " are wanted");
    }
  }

  /** An address, or a range of them. */
  private void take(String word) {
    try {
      Matcher matcher = RANGE.matcher(word);
      if (!matcher.matches()) {
        throw new BadValueException(
            MessageText.quote(word) + " is not an address or a range of them");
      }
      Ipv4Address first = address(matcher.group(1));
      Ipv4Address last = matcher.group(2) == null ? first : address(matcher.group(2));
      long size = (long) last.bits() - first.bits();
      if (last.compareTo(first) < 0 || size >= Settings.MAX_VM_COUNT) {
        throw new BadValueException(
            MessageText.quote(word)
                + " is not a range from a lower to a higher address, of at most "
                + Settings.MAX_VM_COUNT);
      }
      prefix(word, matcher.group(3));
      for (int i = 0; i <= size; i++) {
        if (!addresses.add(first.plus(i))) {
          throw new BadValueException(first.plus(i) + " is there twice");
        }
      }
    } catch (BadValueException e) {
      values.mistake(NAME, e.reason());
    }
  }

  private void prefix(String word, @Nullable String digits) {
    if (digits == null) {
      return;
    }
    int given = Integer.parseInt(digits);
    if (given < SHORTEST_PREFIX || given > LONGEST_PREFIX) {
      throw new BadValueException(MessageText.quote(word) + " must have a prefix from /8 to /30");
    }
    if (prefix != 0 && prefix != given) {
      throw new BadValueException(
          MessageText.quote(word) + " has another prefix than those before: /" + prefix);
    }
    prefix = given;
  }

  private List<Ipv4Address> dns() {
    List<Ipv4Address> found = new ArrayList<>();
    for (String word : HardwareValues.words(values, DNS, "[\\s,]+")) {
      try {
        found.add(address(word));
      } catch (BadValueException e) {
        values.mistake(DNS, e.reason());
      }
    }
    return found;
  }

  private static Ipv4Address address(String text) {
    Ipv4Address address =
        Ipv4Address.parse(text)
            .orElseThrow(
                () -> new BadValueException(MessageText.quote(text) + " is no IPv4 address"));
    int first = address.bits() >>> 24;
    if (first == 0 || first == 127 || first >= 224) {
      throw new BadValueException(MessageText.quote(text) + " is no address for a machine");
    }
    return address;
  }
}
