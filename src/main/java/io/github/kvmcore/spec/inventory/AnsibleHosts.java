package io.github.kvmcore.spec.inventory;

import io.github.kvmcore.spec.SettingDefinitions;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an inventory of Ansible's says, as far as kvmcore needs it: groups, their hosts and
 * children, and the few variables that mean something here, each with its place for messages.
 *
 * <p>However hostile the file: hosts and groups are bounded, and so is what is made of a range.
 */
public final class AnsibleHosts {
  /** Of all groups together. */
  static final int MOST_HOSTS = 20_000;

  private static final int MOST_GROUPS = 5_000;

  /** The variables of machines that kvmcore reads; an inventory has many others. */
  public static final Set<String> VARIABLES =
      Set.of("vm_memory", "vm_cpu_count", "vm_disk_size", "ansible_host", "ansible_ssh_host");

  /** Says which of groups of the same depth comes last, and so wins. */
  public static final String PRIORITY = "ansible_group_priority";

  /** The group that every host is in. */
  public static final String ALL = "all";

  /** The group of hosts that are in no other. */
  static final String UNGROUPED = "ungrouped";

  public final Map<String, Group> groups = new LinkedHashMap<>();
  final Map<String, Map<String, Value>> hostValues = new LinkedHashMap<>();
  public final List<String> mistakes = new ArrayList<>();

  /** What is not wrong, but not read either. */
  public final Set<String> notes = new LinkedHashSet<>();

  private int hosts;

  /** A variable's value, and where it stands. */
  public record Value(String text, String place) {}

  /** A group; its hosts and children with the places where they stand. */
  public static final class Group {
    public final Map<String, String> hosts = new LinkedHashMap<>();
    public final Map<String, String> children = new LinkedHashMap<>();
    public final Map<String, Value> values = new LinkedHashMap<>();

    /** Hosts that kvmcore can't make: no business of its own in a group that is not asked for. */
    public final List<String> wrong = new ArrayList<>();

    boolean declared;

    private Group() {}
  }

  /** Whether a variable is kept: it is read, or is a setting and so was meant to be. */
  static boolean isKept(String name) {
    return VARIABLES.contains(name)
        || name.equals(PRIORITY)
        || SettingDefinitions.find(name).isPresent();
  }

  /** The group of that name, made where there is none; {@code place} is for messages. */
  Group group(String name, String place) {
    Group group = groups.get(name);
    if (group == null) {
      if (groups.size() == MOST_GROUPS) {
        throw new BadValueException(place + ": has more than " + MOST_GROUPS + " groups");
      }
      group = new Group();
      groups.put(name, group);
    }
    return group;
  }

  /** Puts hosts into a group, with what is said of them. */
  void hosts(Group group, String pattern, Map<String, Value> values, String place) {
    List<String> names;
    try {
      names = HostPattern.expand(pattern, MOST_HOSTS);
    } catch (BadValueException e) {
      group.wrong.add(place + ": " + e.reason());
      return;
    }
    names.forEach(name -> host(group, name, values, place));
  }

  /** The same of one host, whose name is no pattern. */
  void host(Group group, String name, Map<String, Value> values, String place) {
    if (++hosts > MOST_HOSTS) {
      throw new BadValueException(place + ": lists more than " + MOST_HOSTS + " hosts");
    }
    group.hosts.putIfAbsent(name, place);
    hostValues.computeIfAbsent(name, it -> new LinkedHashMap<>()).putAll(values);
  }

  /** Puts into the group {@code ungrouped}, once all is read, whatever is in no other group. */
  public void reconcile() {
    Set<String> grouped = new HashSet<>();
    groups.forEach(
        (name, group) -> {
          if (!name.equals(ALL) && !name.equals(UNGROUPED)) {
            grouped.addAll(group.hosts.keySet());
          }
        });
    Group all = groups.get(ALL);
    Group ungrouped = all == null ? groups.get(UNGROUPED) : group(UNGROUPED, "");
    if (ungrouped == null) {
      return;
    }
    if (all != null) {
      all.hosts.forEach(ungrouped.hosts::putIfAbsent);
    }
    ungrouped.hosts.keySet().removeAll(grouped);
    // As a child of another group it makes its own hosts grouped, in Ansible's eyes.
    if (groups.entrySet().stream()
        .anyMatch(
            it -> !it.getKey().equals(ALL) && it.getValue().children.containsKey(UNGROUPED))) {
      ungrouped.hosts.clear();
    }
  }

  /** The names of all groups, for a message; the first few of them. */
  public String groupNames() {
    Set<String> names = new TreeSet<>(groups.keySet());
    names.removeIf(name -> name.equals(ALL) || name.equals(UNGROUPED));
    List<String> shown = names.stream().limit(20).map(MessageText::plain).toList();
    return String.join(" ", shown) + (names.size() > shown.size() ? " …" : "");
  }

  /** A group and those below it; itself comes first. */
  public List<Group> withChildren(String name) {
    if (name.equals(ALL)) {
      return List.copyOf(groups.values());
    }
    Set<String> seen = new LinkedHashSet<>(List.of(name));
    List<String> open = new ArrayList<>(seen);
    List<Group> found = new ArrayList<>();
    for (int at = 0; at < open.size(); at++) {
      Group group = groups.get(open.get(at));
      if (group != null) {
        found.add(group);
        group.children.keySet().stream().filter(seen::add).forEach(open::add);
      }
    }
    return found;
  }
}
