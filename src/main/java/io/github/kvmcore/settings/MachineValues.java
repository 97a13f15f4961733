package io.github.kvmcore.settings;

import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.MachineSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which machines are wanted: those of vm_names, those of a group of an inventory, or as many as
 * vm_count says.
 */
final class MachineValues {
  private static final String COUNT = "vm_count";
  private static final String NAMES = "vm_names";
  private static final String FILE = "inventory_file";
  private static final String GROUP = "inventory_group";
  private static final int LARGEST = 1 << 20;
  private static final int MAX_VCPUS = 512;

  private final Values values;
  private final SettingsContext context;
  private final PathValues paths;
  private final MachineSpec standard;

  /** Of each fixed address the machine that has it. */
  private final Map<Ipv4Address, String> addresses = new HashMap<>();

  private MachineValues(
      Values values, SettingsContext context, PathValues paths, MachineSpec standard) {
    this.values = values;
    this.context = context;
    this.paths = paths;
    this.standard = standard;
  }

  /**
   * The machines, in the order in which they were written.
   *
   * @param standard what is true of every machine of which nothing else is said; its name is the
   *     cluster's
   */
  static List<MachineSpec> read(
      Values values, SettingsContext context, PathValues paths, MachineSpec standard) {
    return new MachineValues(values, context, paths, standard).read();
  }

  private List<MachineSpec> read() {
    int count = values.read(COUNT, Quantities.number(1, Settings.MAX_VM_COUNT));
    boolean names = !values.raw(NAMES).isBlank();
    boolean file = !values.raw(FILE).isBlank();
    if (names && file) {
      String where = NAMES + " (" + values.origin(NAMES) + ")";
      values.mistake(FILE, "can't go together with " + where + "; leave one out, or set it empty");
    }
    if (names) {
      return agreeing(NAMES, count, named());
    }
    // Only what makes machines needs to know which: the file may be gone when they are removed.
    if (file && context.readsInventory()) {
      return agreeing(FILE, count, listed());
    }
    return IntStream.rangeClosed(1, count)
        .mapToObj(index -> spec(MachineSpec.name(standard.name(), index)))
        .toList();
  }

  /** A number that says something else than the names do is a mistake; which is meant? */
  private List<MachineSpec> agreeing(String setting, int count, List<MachineSpec> machines) {
    boolean given = !values.origin(COUNT).equals("default");
    if (given && !machines.isEmpty() && machines.size() != count) {
      values.mistake(
          COUNT,
          "is "
              + count
              + ", but "
              + setting
              + " ("
              + values.origin(setting)
              + ") names "
              + machines.size()
              + "; leave one out");
    }
    if (machines.size() > Settings.MAX_VM_COUNT) {
      values.mistake(
          setting,
          "names " + machines.size() + " machines; at most " + Settings.MAX_VM_COUNT + " can be");
    }
    return machines;
  }

  private MachineSpec spec(String name) {
    return new MachineSpec(
        name,
        MachineSpec.index(standard.name(), name),
        standard.memoryKiB(),
        standard.vcpus(),
        standard.diskBytes(),
        null);
  }

  private List<MachineSpec> named() {
    Set<String> names = new LinkedHashSet<>();
    for (String word : values.raw(NAMES).strip().split("[\\s,]+", 0)) {
      try {
        for (String name : HostPattern.expand(word, Settings.MAX_VM_COUNT)) {
          if (!names.add(Names.machine(name))) {
            throw new BadValueException(Shown.quote(name) + " is there twice");
          }
        }
      } catch (BadValueException e) {
        values.mistake(NAMES, e.reason());
      }
    }
    return names.stream().map(this::spec).toList();
  }

  private List<MachineSpec> listed() {
    String origin = Shown.plain(values.raw(FILE).strip());
    try {
      Path file = values.readOptional(FILE, paths::fromWorkingDirectory);
      if (file == null) {
        return List.of();
      }
      String text =
          context
              .keyFile()
              .apply(file)
              .orElseThrow(() -> new BadValueException(origin + " is missing, or may not be read"));
      if (text.length() > LARGEST) {
        throw new BadValueException(origin + " is larger than 1 MiB: not an inventory");
      }
      AnsibleHosts hosts =
          isYaml(file, text) ? AnsibleYaml.parse(origin, text) : AnsibleIni.parse(origin, text);
      hosts.mistakes.forEach(line -> values.mistakeIn(FILE, line));
      return machines(origin, hosts);
    } catch (BadValueException e) {
      values.mistake(FILE, e.reason());
      return List.of();
    }
  }

  /** As Ansible does by the name's end; another file is YAML where its first word looks like it. */
  private static boolean isYaml(Path file, String text) {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json")) {
      return true;
    }
    return !name.endsWith(".ini")
        && text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .findFirst()
            .filter(line -> line.matches("---.*|\\{.*|[^\\[\\s=]+:"))
            .isPresent();
  }

  private List<MachineSpec> machines(String origin, AnsibleHosts hosts) {
    String group = values.read(GROUP, text -> text);
    if (!hosts.groups.containsKey(group) && !group.equals(AnsibleHosts.ALL)) {
      throw new BadValueException(
          origin
              + " has no group "
              + Shown.quote(group)
              + " (inventory_group); there are: "
              + hosts.groupNames());
    }
    Map<String, String> places = hosts.hostsOf(group);
    if (places.isEmpty()) {
      throw new BadValueException(origin + ": group " + Shown.quote(group) + " has no hosts");
    }
    AnsibleValues valuesOf = new AnsibleValues(hosts);
    List<MachineSpec> machines = new ArrayList<>();
    places.forEach((name, place) -> machines.add(machine(name, place, valuesOf.of(name))));
    return machines;
  }

  private MachineSpec machine(String name, String place, Map<String, AnsibleHosts.Value> said) {
    try {
      Names.machine(name);
    } catch (BadValueException e) {
      values.mistakeIn(FILE, place + ": " + e.reason());
    }
    Long memoryKiB = read(name, said, "vm_memory", Sizes::memoryKiB);
    Integer vcpus = read(name, said, "vm_cpu_count", Quantities.number(1, MAX_VCPUS));
    Long diskBytes = read(name, said, "vm_disk_size", Sizes::diskBytes);
    return new MachineSpec(
        name,
        MachineSpec.index(standard.name(), name),
        memoryKiB == null ? standard.memoryKiB() : memoryKiB,
        vcpus == null ? standard.vcpus() : vcpus,
        diskBytes == null ? standard.diskBytes() : diskBytes,
        read(name, said, "ansible_host", text -> address(name, text)));
  }

  private <T> @Nullable T read(
      String host, Map<String, AnsibleHosts.Value> said, String name, Values.Parser<T> parser) {
    AnsibleHosts.Value value = said.get(name);
    if (value == null || value.text().isEmpty()) {
      return null;
    }
    try {
      return parser.parse(value.text());
    } catch (BadValueException e) {
      values.mistakeIn(
          FILE, value.place() + ": " + Shown.plain(host) + ": " + name + ": " + e.reason());
      return null;
    }
  }

  private Ipv4Address address(String host, String text) {
    Ipv4Address address =
        Ipv4Address.parse(text)
            .orElseThrow(
                () ->
                    new BadValueException(
                        Shown.quote(text)
                            + " is not an IPv4 address, which kvmcore could give the machine; left"
                            + " out, kvmcore chooses one"));
    int first = address.bits() >>> 24;
    if (first == 0 || first == 127 || first >= 224) {
      throw new BadValueException(Shown.quote(text) + " can't be a machine's address");
    }
    String other = addresses.putIfAbsent(address, host);
    if (other != null) {
      throw new BadValueException(text + " is the address of " + Shown.plain(other) + " already");
    }
    return address;
  }
}
