package io.github.kvmcore.engine.libvirt.drift;

import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.storage.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says where a machine's further hardware is not as the settings would make it. */
final class HardwareDifferences {
  private static final String NONE = "none";

  private HardwareDifferences() {}

  /** A part of a sentence for each. */
  static List<String> of(Domain domain, Hardware wanted) {
    Hardware is = domain.hardware();
    List<String> found = new ArrayList<>();
    compare(found, "firmware", is.firmware(), wanted.firmware());
    compare(found, "CPU model", is.cpuModel(), wanted.cpuModel());
    compare(found, "CPU topology", is.topology(), wanted.topology());
    compare(found, "kind of memory", pages(is), pages(wanted));
    compare(found, "list of data disks", sizes(is), sizes(wanted));
    compare(found, "list of extra networks", networks(is), networks(wanted));
    compare(found, "network filter", is.filter(), wanted.filter());
    compare(
        found, "list of shares", joined(is.shares().stream()), joined(wanted.shares().stream()));
    compare(found, "way to its address", way(is.network()), way(wanted.network()));
    return found;
  }

  private static void compare(
      List<String> found, String what, @Nullable Object is, @Nullable Object wanted) {
    Differences.compare(found, what, text(is), text(wanted));
  }

  private static String text(@Nullable Object value) {
    return value == null || value.toString().isEmpty() ? NONE : value.toString();
  }

  private static String pages(Hardware hardware) {
    return hardware.hugePageKiB() == 0
        ? "ordinary pages"
        : "huge pages of " + ByteSize.ofKiB(hardware.hugePageKiB());
  }

  private static String sizes(Hardware hardware) {
    return joined(hardware.dataBytes().stream().map(ByteSize::text));
  }

  private static String networks(Hardware hardware) {
    return joined(hardware.links().stream().map(Hardware.Link::network));
  }

  private static String joined(Stream<?> values) {
    return values.map(Object::toString).collect(Collectors.joining(" "));
  }

  private static String way(@Nullable GuestNetwork network) {
    return network == null ? "DHCP" : "its own configuration";
  }
}
