package io.github.kvmcore.tool.libvirt;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What libvirt says that guests of a kind can have; see libvirt.org/formatdomaincaps.html.
 *
 * @param uefi whether the host has a UEFI for them
 * @param secureBoot whether it has one that can check signatures
 * @param cpuModes the processor modes that work: {@code host-model}, {@code maximum}, …
 * @param cpuModels of each named model, whether it works on this host
 * @param virtiofs whether folders can be shared by virtiofs
 */
public record DomainCapabilities(
    boolean uefi,
    boolean secureBoot,
    Set<String> cpuModes,
    Map<String, Boolean> cpuModels,
    boolean virtiofs) {
  public DomainCapabilities {
    cpuModes = Set.copyOf(cpuModes);
    cpuModels = Map.copyOf(cpuModels);
  }

  /** The arguments of the question, for {@link Virsh#command}. */
  public static List<String> question(String virtType, String architecture, String machine) {
    return List.of(
        "domcapabilities", "--virttype", virtType, "--arch", architecture, "--machine", machine);
  }

  /**
   * Reads the answer.
   *
   * @throws IllegalArgumentException where the text is none
   */
  public static DomainCapabilities parse(String text) {
    Xml root = Xml.parse(text);
    if (!root.name().equals("domainCapabilities")) {
      throw new IllegalArgumentException("the root element is " + root.name());
    }
    Set<String> modes = new LinkedHashSet<>();
    Map<String, Boolean> models = new LinkedHashMap<>();
    for (Xml mode : root.all("cpu", "mode")) {
      if (mode.attribute("supported").equals("yes")) {
        modes.add(mode.attribute("name"));
      }
      if (mode.attribute("name").equals("custom")) {
        mode.all("model")
            .forEach(it -> models.put(it.text(), !it.attribute("usable").equals("no")));
      }
    }
    return new DomainCapabilities(
        values(root.all("os", "enum"), "firmware").anyMatch("efi"::equals),
        values(root.all("os", "loader", "enum"), "secure").anyMatch("yes"::equals),
        modes,
        models,
        values(root.all("devices", "filesystem", "enum"), "driverType")
            .anyMatch("virtiofs"::equals));
  }

  private static Stream<String> values(List<Xml> enums, String name) {
    return enums.stream()
        .filter(it -> it.attribute("name").equals(name))
        .flatMap(it -> it.all("value").stream())
        .map(Xml::text);
  }
}
