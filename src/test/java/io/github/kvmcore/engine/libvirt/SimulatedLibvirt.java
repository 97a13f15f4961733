package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.tool.libvirt.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of libvirt as plans need: domains and networks by UUID, with their XML as defined. */
final class SimulatedLibvirt {
  private static final String CAPABILITIES = "outputs/virsh/domcapabilities.txt";
  private static final String FILTERS = "outputs/virsh/nwfilters.txt";

  /** A domain or a network; the state in libvirt's words, active or inactive for a network. */
  static final class Thing {
    final String uuid;
    final String name;
    String xml;
    String state;
    boolean autostart;

    /** Of a network that was made by net-create. */
    boolean isTransient;

    Thing(String xml, String state) {
      Xml root = Xml.parse(xml);
      this.uuid = root.textOf("uuid");
      this.name = root.textOf("name");
      this.xml = xml;
      this.state = state;
    }
  }

  static final String STARTING = "starting";

  /** Of a guest that was asked to shut down, and does. */
  static final String ENDING = "in shutdown";

  final Map<String, Thing> domains = new LinkedHashMap<>();
  final Map<String, Thing> networks = new LinkedHashMap<>();
  final Map<String, List<String>> leases = new LinkedHashMap<>();

  Thing domain(String key) {
    return find(domains, key).orElseThrow(() -> new AssertionError("no domain " + key));
  }

  Thing network(String key) {
    return find(networks, key).orElseThrow(() -> new AssertionError("no network " + key));
  }

  private static Optional<Thing> find(Map<String, Thing> things, String key) {
    return things.values().stream()
        .filter(thing -> thing.uuid.equals(key) || thing.name.equals(key))
        .findFirst();
  }

  /** Runs one command; empty where libvirt would refuse it. */
  Optional<String> run(List<String> words) {
    String key = words.size() > 1 ? words.get(1) : "";
    switch (words.get(0)) {
      case "list" -> {
        return Optional.of(list(words));
      }
      case "net-list" -> {
        if (words.contains("--transient")) {
          return Optional.of(transientNetworks());
        }
        return Optional.of(uuids(networks, words.contains("--inactive") ? "inactive" : "active"));
      }
      case "dumpxml" -> {
        return Optional.of(domain(key).xml);
      }
      case "domstate" -> {
        String reason = domain(key).state.equals(STARTING) ? "starting up" : "user";
        return Optional.of("paused (" + reason + ")\n");
      }
      case "net-dumpxml" -> {
        return Optional.of(network(key).xml);
      }
      case "domcapabilities" -> {
        return Optional.of(PlanCase.text(PlanCase.FIXTURES.resolve(CAPABILITIES)));
      }
      case "nwfilter-list" -> {
        return Optional.of(PlanCase.text(PlanCase.FIXTURES.resolve(FILTERS)));
      }
      case "net-dhcp-leases" -> {
        return Optional.of(
            String.join("\n", leases.getOrDefault(network(key).name, List.of())) + "\n");
      }
      default -> {
        return change(words, key) ? Optional.of("") : Optional.empty();
      }
    }
  }

  private String transientNetworks() {
    return networks.values().stream()
        .filter(network -> network.isTransient)
        .map(network -> network.uuid + "\n")
        .collect(Collectors.joining());
  }

  private String list(List<String> words) {
    if (words.size() == 3) {
      return String.join("\n", domains.keySet()) + "\n";
    }
    return words.contains("--autostart")
        ? domains.values().stream()
            .filter(thing -> thing.autostart)
            .map(thing -> thing.uuid + "\n")
            .collect(Collectors.joining())
        : uuids(domains, stateAsked(words.get(3)));
  }

  private static String stateAsked(String option) {
    return option.substring("--state-".length()).replace("shutoff", "shut off");
  }

  private static String uuids(Map<String, Thing> things, String state) {
    StringBuilder out = new StringBuilder();
    things.values().stream()
        .filter(thing -> shown(thing.state).equals(state))
        .forEach(thing -> out.append(thing.uuid).append('\n'));
    return out.append('\n').toString();
  }

  /** While a guest starts, libvirt lists it as a paused one. */
  private static String shown(String state) {
    return state.equals(STARTING) ? "paused" : state;
  }

  private boolean change(List<String> words, String key) {
    return switch (words.get(0)) {
      case "start" -> turn(domain(key), "shut off", "running");
      case "resume" -> turn(domain(key), "paused", "running");
      case "shutdown" -> turn(domain(key), "running", ENDING);
      case "metadata" -> metadata(domain(key), words);
      case "autostart" -> domain(key).autostart = true;
      case "destroy" -> {
        domain(key).state = "shut off";
        yield true;
      }
      case "undefine" -> domains.remove(domain(key).uuid) != null;
      case "net-start" -> turn(network(key), "inactive", "active");
      case "net-destroy" -> turn(network(key), "active", "inactive");
      case "net-undefine" -> networks.remove(network(key).uuid) != null;
      case "net-autostart" -> network(key) != null;
      case "net-update" -> update(network(key), words);
      default -> throw new AssertionError("virsh " + words);
    };
  }

  /** An element of a namespace of its own, set or removed. */
  private static boolean metadata(Thing domain, List<String> words) {
    if (words.contains("--live") && !domain.state.equals("running")) {
      return false;
    }
    String before = domain.xml.replaceFirst("(?s)\\s*<kvmcore-lifetime:lifetime.*?/>", "");
    int set = words.indexOf("--set");
    String element =
        set < 0
            ? ""
            : words
                .get(set + 1)
                .replace(
                    "<lifetime",
                    "<kvmcore-lifetime:lifetime xmlns:kvmcore-lifetime='" + words.get(2) + "'");
    domain.xml = before.replace("</metadata>", element + "</metadata>");
    return true;
  }

  private static boolean turn(Thing thing, String from, String to) {
    boolean can = thing.state.equals(from);
    thing.state = to;
    return can;
  }

  /** What {@code define} and {@code net-define} do: the same UUID is redefined, in its state. */
  void define(Map<String, Thing> things, String xml, String state) {
    Thing thing = new Thing(xml, state);
    for (Thing other : things.values()) {
      assertTrue(
          other.name.equals(thing.name) == other.uuid.equals(thing.uuid),
          () -> "libvirt refuses " + thing.name + ": half of " + other.name);
    }
    Thing before = things.get(thing.uuid);
    thing.state = before == null ? state : before.state;
    things.put(thing.uuid, thing);
  }

  private static boolean updateNames(Thing network, String verb, String host) {
    boolean known = network.xml.contains(host);
    assertTrue(network.xml.contains("</dns>"), "no names in " + network.name);
    network.xml =
        verb.equals("add")
            ? network.xml.replaceFirst("</dns>", "  " + host + "\n</dns>")
            : network.xml.replaceFirst("\\s*" + Pattern.quote(host), "");
    return known != verb.equals("add");
  }

  /** Where the {@code <ip>} of this index begins. */
  private static int ip(String xml, int index) {
    int at = -1;
    for (int i = 0; i <= index; i++) {
      at = xml.indexOf("<ip ", at + 1);
      assertTrue(at >= 0, "no <ip> " + index);
    }
    return at;
  }

  /** libvirt changes nothing of a network that it does not have: now, or for later. */
  private static boolean update(Thing network, List<String> words) {
    String verb = words.get(2);
    String host = words.get(4);
    boolean live = words.contains("--live");
    if ((words.contains("--config") && network.isTransient)
        || (live && network.state.equals("inactive"))) {
      return false;
    }
    assertTrue(live || words.contains("--config"), "net-update of nothing");
    if (host.contains("<hostname>")) {
      return updateNames(network, verb, host);
    }
    // Without an index, libvirt takes the first <ip> with DHCP, of any family.
    int index = words.indexOf("--parent-index");
    int from = index < 0 ? 0 : ip(network.xml, Integer.parseInt(words.get(index + 1)));
    int dhcp = network.xml.indexOf("<dhcp>", from);
    assertTrue(dhcp >= 0, "net-update needs a <dhcp> in " + network.name);
    String family = network.xml.substring(network.xml.lastIndexOf("<ip ", dhcp), dhcp);
    if (family.contains("ipv6")) {
      return false; // it takes no MAC address there
    }
    if (verb.equals("add")) {
      int end = dhcp + "<dhcp>".length();
      network.xml = network.xml.substring(0, end) + "\n" + host + network.xml.substring(end);
      return true;
    }
    String mac = Xml.parse(host).attribute("mac");
    List<String> lines = new ArrayList<>(network.xml.lines().toList());
    boolean found = lines.removeIf(line -> line.contains("<host mac='" + mac + "'"));
    network.xml = String.join("\n", lines) + "\n";
    return found;
  }
}
