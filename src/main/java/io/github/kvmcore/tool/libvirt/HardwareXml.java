package io.github.kvmcore.tool.libvirt;

import io.github.kvmcore.model.hardware.CpuTopology;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.hardware.ShareDriver;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.network.Ipv4Address;
import java.nio.file.FileSystem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what kvmcore wrote of a machine's {@link Hardware} into its metadata: while a guest runs,
 * libvirt shows parts of it otherwise than they were asked for. Firmware and filters it does not.
 */
final class HardwareXml {
  private final FileSystem fileSystem;

  HardwareXml(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /** What a domain has; {@link Hardware#PLAIN} where kvmcore gave it nothing. */
  Hardware parse(Xml domain) {
    Firmware firmware = firmware(domain);
    String filter = filter(domain);
    Optional<Xml> written =
        domain.first("metadata").stream()
            .flatMap(metadata -> metadata.children().stream())
            .filter(child -> child.isIn(MachineTag.NAMESPACE) && child.name().equals("machine"))
            .flatMap(tag -> tag.children().stream())
            .filter(child -> child.isIn(MachineTag.NAMESPACE) && child.name().equals("hardware"))
            .findFirst();
    try {
      return parse(firmware, filter, written.orElse(null));
    } catch (IllegalArgumentException e) {
      return parse(firmware, filter, null); // somebody damaged it
    }
  }

  private Hardware parse(Firmware firmware, String filter, @Nullable Xml xml) {
    if (xml == null) {
      return new Hardware(firmware, "", null, 0, List.of(), List.of(), filter, List.of(), null);
    }
    String pages = xml.attribute("hugepages");
    return new Hardware(
        firmware,
        xml.attribute("cpu"),
        topology(xml.attribute("topology")),
        pages.isEmpty() ? 0 : Long.parseLong(pages),
        all(xml, "share").map(this::share).toList(),
        all(xml, "interface")
            .map(it -> new Hardware.Link(it.attribute("network"), it.attribute("mac")))
            .toList(),
        filter,
        all(xml, "disk").map(it -> Long.valueOf(it.attribute("bytes"))).toList(),
        network(xml.attribute("address")));
  }

  private static Stream<Xml> all(Xml xml, String name) {
    return xml.children().stream().filter(child -> child.name().equals(name));
  }

  /** While a guest runs, libvirt shows which file it chose in place of what was asked for. */
  private static Firmware firmware(Xml domain) {
    Optional<Xml> loader = domain.first("os", "loader");
    boolean chosen = loader.filter(it -> it.attribute("type").equals("pflash")).isPresent();
    boolean asked =
        domain.first("os").filter(it -> it.attribute("firmware").equals("efi")).isPresent();
    boolean secure =
        loader.filter(it -> it.attribute("secure").equals("yes")).isPresent()
            || domain.all("os", "firmware", "feature").stream().anyMatch(HardwareXml::isSecureBoot);
    return !chosen && !asked ? Firmware.BIOS : secure ? Firmware.SECURE : Firmware.UEFI;
  }

  private static boolean isSecureBoot(Xml feature) {
    return feature.attribute("name").equals("secure-boot")
        && feature.attribute("enabled").equals("yes");
  }

  /** That of all interfaces; each one's where they differ, as after {@code virsh edit}. */
  private static String filter(Xml domain) {
    List<String> all =
        domain.all("devices", "interface").stream().map(DomainXml::filter).distinct().toList();
    return all.size() == 1
        ? all.get(0)
        : all.stream().map(it -> it.isEmpty() ? "none" : it).collect(Collectors.joining(" "));
  }

  private static @Nullable CpuTopology topology(String text) {
    String[] numbers = text.split(",", -1);
    return numbers.length == 3
        ? new CpuTopology(
            Integer.parseInt(numbers[0]),
            Integer.parseInt(numbers[1]),
            Integer.parseInt(numbers[2]))
        : null;
  }

  private Share share(Xml xml) {
    return new Share(
        fileSystem.getPath(xml.attribute("folder")),
        xml.attribute("tag"),
        xml.attribute("readonly").equals("true"),
        xml.attribute("driver").equals("virtiofs") ? ShareDriver.VIRTIOFS : ShareDriver.NINE_P);
  }

  private static @Nullable GuestNetwork network(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? null
        : Ipv4Address.parse(text.substring(0, slash))
            .map(
                address ->
                    new GuestNetwork(
                        address, Integer.parseInt(text.substring(slash + 1)), null, List.of()))
            .orElse(null);
  }
}
