package io.github.kvmcore.spec.load;

import io.github.kvmcore.failure.RefusedFileException;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.spec.inventory.AnsibleHosts;
import io.github.kvmcore.spec.inventory.AnsibleIni;
import io.github.kvmcore.spec.inventory.AnsibleValues;
import io.github.kvmcore.spec.inventory.AnsibleVarsFiles;
import io.github.kvmcore.spec.inventory.AnsibleYaml;
import io.github.kvmcore.spec.inventory.InventoryFiles;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Names;
import io.github.kvmcore.spec.text.Quantities;
import io.github.kvmcore.spec.text.Sizes;
import io.github.kvmcore.spec.text.ValueParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The machines that a group of an inventory of Ansible's lists. */
final class InventoryValues {
  private static final String GROUP = "inventory_group";
  private static final int LARGEST = 1 << 20;
  private static final int MAX_VCPUS = 512;
  private static final int DEEPEST = 20;
  private static final int MOST_NOTES = 10;

  /** What Ansible leaves out of a folder. */
  private static final Pattern IGNORED =
      Pattern.compile(
          "\\..*|group_vars|host_vars|vars_plugins"
              + "|.*(~|\\.(orig|bak|cfg|retry|pyc|pyo|swp|rpm|md|txt|rst))");

  private final Values values;
  private final InventoryFiles files;
  private final PathValues paths;
  private final MachineSpec standard;

  /** Of each fixed address the machine that has it. */
  private final Map<Ipv4Address, String> addresses = new HashMap<>();

  /** The mistakes in the file, with their places. */
  private final List<String> lines = new ArrayList<>();

  /**
   * @param standard what is true of every machine of which the inventory says nothing else; its
   *     name is the cluster's
   */
  InventoryValues(Values values, InventoryFiles files, PathValues paths, MachineSpec standard) {
    this.values = values;
    this.files = files;
    this.paths = paths;
    this.standard = standard;
  }

  /** The machines, in the order of the file; none where it can't be read. */
  List<MachineSpec> read() {
    String origin = MessageText.plain(values.raw(MachineValues.FILE).strip());
    try {
      Path file = values.readOptional(MachineValues.FILE, paths::fromWorkingDirectory);
      if (file == null) {
        return List.of();
      }
      AnsibleHosts hosts = new AnsibleHosts();
      boolean folder = !parse(file, origin, hosts, 0);
      hosts.reconcile();
      lines.addAll(hosts.mistakes);
      Path beside = folder || file.getParent() == null ? file : file.getParent();
      return machines(origin, hosts, new AnsibleVarsFiles(files, beside, hosts));
    } catch (BadValueException e) {
      values.mistake(MachineValues.FILE, e.reason());
      return List.of();
    } catch (RefusedFileException e) {
      values.mistake(MachineValues.FILE, e.text());
      return List.of();
    } finally {
      lines.sort(Comparator.comparingInt(line -> number(line, origin)));
      lines.forEach(line -> values.mistakeIn(MachineValues.FILE, line));
    }
  }

  /** Reads a file, or all files in a folder that Ansible would read; whether it is a file. */
  private boolean parse(Path file, String origin, AnsibleHosts hosts, int depth) {
    Optional<String> found = files.read(file);
    if (found.isPresent()) {
      parse(file, origin, found.get(), hosts);
      return true;
    }
    List<String> names = depth > DEEPEST ? List.of() : files.list(file);
    if (names.isEmpty()) {
      throw new BadValueException(origin + " is missing, or may not be read");
    }
    for (String name : names) {
      if (!IGNORED.matcher(name).matches()) {
        if (name.endsWith(".ini")) {
          hosts.notes.add(
              origin
                  + "/"
                  + MessageText.plain(name)
                  + ": older versions of Ansible leave .ini files out");
        }
        parse(file.resolve(name), origin + "/" + MessageText.plain(name), hosts, depth + 1);
      }
    }
    return false;
  }

  private static void parse(Path file, String origin, String text, AnsibleHosts hosts) {
    if (text.length() > LARGEST) {
      throw new BadValueException(origin + " is larger than 1 MiB: not an inventory");
    }
    if (text.startsWith("#!")) {
      throw new BadValueException(
          origin
              + " is a script, which kvmcore does not run; give what it prints"
              + AnsibleYaml.convert(origin));
    }
    if (String.valueOf(file.getFileName()).endsWith(".toml")) {
      throw new BadValueException(
          origin + " is TOML, which kvmcore does not read" + AnsibleYaml.convert(origin));
    }
    if (text.startsWith("$ANSIBLE_VAULT")) {
      throw new BadValueException(
          origin
              + " is encrypted by ansible-vault, which kvmcore can't read"
              + AnsibleYaml.convert(origin));
    }
    if (isYaml(file, text)) {
      AnsibleYaml.parse(origin, text, hosts);
    } else {
      AnsibleIni.parse(origin, text, hosts);
    }
  }

  /** The line in the file that a mistake's line tells of; 0 where it tells of none. */
  private static int number(String line, String origin) {
    String rest = line.startsWith(origin + ":") ? line.substring(origin.length() + 1) : "";
    String digits = rest.substring(0, Math.max(0, rest.indexOf(':')));
    return digits.matches("[0-9]{1,8}") ? Integer.parseInt(digits) : 0;
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

  private List<MachineSpec> machines(String origin, AnsibleHosts hosts, AnsibleVarsFiles beside) {
    String group = values.read(GROUP, text -> text);
    if (!hosts.groups.containsKey(group) && !group.equals(AnsibleHosts.ALL)) {
      throw new BadValueException(
          origin
              + " has no group "
              + MessageText.quote(group)
              + " (inventory_group); there are: "
              + hosts.groupNames());
    }
    Map<String, String> places = new LinkedHashMap<>();
    for (AnsibleHosts.Group part : hosts.withChildren(group)) {
      part.hosts.forEach(places::putIfAbsent);
      lines.addAll(part.wrong);
    }
    if (places.isEmpty() && lines.isEmpty()) {
      throw new BadValueException(origin + ": group " + MessageText.quote(group) + " has no hosts");
    }
    int before = hosts.mistakes.size();
    AnsibleValues valuesOf = new AnsibleValues(hosts, beside);
    List<MachineSpec> machines = new ArrayList<>();
    places.forEach(
        (name, place) -> {
          Map<String, AnsibleHosts.Value> said = valuesOf.of(name);
          machines.add(machine(name, place, said));
          said.forEach((variable, value) -> unread(variable, value, hosts));
        });
    lines.addAll(hosts.mistakes.subList(before, hosts.mistakes.size()));
    hosts.notes.stream().limit(MOST_NOTES).forEach(values::note);
    return machines;
  }

  private static void unread(String variable, AnsibleHosts.Value value, AnsibleHosts hosts) {
    if (!AnsibleHosts.VARIABLES.contains(variable) && !variable.equals(AnsibleHosts.PRIORITY)) {
      hosts.notes.add(
          value.place()
              + ": "
              + variable
              + " is not read from an inventory, since it is the same for all machines; give it in"
              + " kvmcore.yml, or with -e");
    }
  }

  private MachineSpec machine(String name, String place, Map<String, AnsibleHosts.Value> said) {
    try {
      Names.machine(name);
    } catch (BadValueException e) {
      lines.add(place + ": " + e.reason());
    }
    Long memoryKiB = read(name, said, "vm_memory", Sizes::memoryKiB);
    Integer vcpus = read(name, said, "vm_cpu_count", Quantities.number(1, MAX_VCPUS));
    Long diskBytes = read(name, said, "vm_disk_size", Sizes::diskBytes);
    String addressVariable = addressVariable(name, said);
    return new MachineSpec(
        name,
        MachineSpec.index(standard.name(), name),
        memoryKiB == null ? standard.memoryKiB() : memoryKiB,
        vcpus == null ? standard.vcpus() : vcpus,
        diskBytes == null ? standard.diskBytes() : diskBytes,
        read(name, said, addressVariable, text -> address(name, text)));
  }

  /** Both names, of which the second is the older, mean the same; which of two values is meant? */
  private String addressVariable(String host, Map<String, AnsibleHosts.Value> said) {
    AnsibleHosts.Value now = said.get("ansible_host");
    AnsibleHosts.Value old = said.get("ansible_ssh_host");
    if (now != null && old != null && !now.text().equals(old.text())) {
      lines.add(
          old.place()
              + ": "
              + MessageText.plain(host)
              + ": ansible_ssh_host: ansible_host has another value in "
              + now.place()
              + "; leave one out");
    }
    return now == null ? "ansible_ssh_host" : "ansible_host";
  }

  private <T> @Nullable T read(
      String host, Map<String, AnsibleHosts.Value> said, String name, ValueParser<T> parser) {
    AnsibleHosts.Value value = said.get(name);
    if (value == null || value.text().isEmpty()) {
      return null;
    }
    try {
      if (value.text().contains("{{") || value.text().startsWith("$ANSIBLE_VAULT")) {
        throw new BadValueException(
            "has a value that only Ansible can read, a template or an encrypted one; write it plain");
      }
      return parser.parse(value.text());
    } catch (BadValueException e) {
      lines.add(value.place() + ": " + MessageText.plain(host) + ": " + name + ": " + e.reason());
      return null;
    }
  }

  private Ipv4Address address(String host, String text) {
    Ipv4Address address =
        Ipv4Address.parse(text)
            .orElseThrow(
                () ->
                    new BadValueException(
                        MessageText.quote(text)
                            + " is not an IPv4 address, which kvmcore could give the machine; left"
                            + " out, kvmcore chooses one"));
    int first = address.bits() >>> 24;
    if (first == 0 || first == 127 || first >= 224) {
      throw new BadValueException(MessageText.quote(text) + " can't be a machine's address");
    }
    String other = addresses.putIfAbsent(address, host);
    if (other != null) {
      throw new BadValueException(
          text + " is the address of " + MessageText.plain(other) + " already");
    }
    return address;
  }
}
