package io.github.kvmcore.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of several values of a variable counts for a host, by Ansible's rules: those of groups, the
 * ones further from {@code all} over the nearer ones, of equally far ones the later in the
 * alphabet; over all of them the host's own.
 */
final class AnsibleValues {
  /** Deeper than anybody's groups, and shallow enough for a stack. */
  private static final int DEEPEST = 100;

  private final AnsibleHosts inventory;
  private final Map<String, List<String>> parents = new HashMap<>();
  private final Map<String, List<String>> groupsOf = new HashMap<>();
  private final Map<String, Integer> depths = new HashMap<>();

  AnsibleValues(AnsibleHosts inventory) {
    this.inventory = inventory;
    inventory.groups.forEach(
        (name, group) -> {
          group.children.keySet().forEach(child -> add(parents, child, name));
          group.hosts.keySet().forEach(host -> add(groupsOf, host, name));
        });
    inventory.groups.keySet().forEach(name -> depth(name, new LinkedHashSet<>()));
  }

  private static void add(Map<String, List<String>> map, String key, String value) {
    map.computeIfAbsent(key, it -> new ArrayList<>()).add(value);
  }

  /**
   * How far a group is from {@code all}.
   *
   * @throws BadValueException where it is in itself, or too deep
   */
  private int depth(String name, Set<String> below) {
    Integer known = depths.get(name);
    if (known != null) {
      return known;
    }
    if (below.size() > DEEPEST) {
      throw new BadValueException("groups are nested more than " + DEEPEST + " deep");
    }
    if (!below.add(name)) {
      throw new BadValueException("group " + Shown.quote(name) + " is a child of itself");
    }
    int depth = name.equals(AnsibleHosts.ALL) ? 0 : 1;
    for (String parent : parents.getOrDefault(name, List.of())) {
      depth = Math.max(depth, 1 + depth(parent, below));
    }
    below.remove(name);
    depths.put(name, depth);
    return depth;
  }

  /** The values that count for a host, by variable. */
  Map<String, AnsibleHosts.Value> of(String host) {
    Map<String, AnsibleHosts.Value> values = new LinkedHashMap<>();
    Comparator<String> order = Comparator.comparingInt(name -> depths.getOrDefault(name, 0));
    groups(host).stream()
        .sorted(order.thenComparing(Comparator.naturalOrder()))
        .flatMap(name -> Stream.ofNullable(inventory.groups.get(name)))
        .forEach(group -> values.putAll(group.values));
    values.putAll(inventory.hostValues.getOrDefault(host, Map.of()));
    return values;
  }

  /** Every group that a host is in, by itself or by a child. */
  private Set<String> groups(String host) {
    Set<String> groups = new LinkedHashSet<>(groupsOf.getOrDefault(host, List.of()));
    List<String> open = new ArrayList<>(groups);
    for (int at = 0; at < open.size(); at++) {
      parents.getOrDefault(open.get(at), List.of()).stream().filter(groups::add).forEach(open::add);
    }
    if (inventory.groups.containsKey(AnsibleHosts.ALL)) {
      groups.add(AnsibleHosts.ALL);
    }
    return groups;
  }
}
