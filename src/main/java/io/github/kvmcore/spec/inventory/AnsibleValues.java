package io.github.kvmcore.spec.inventory;

import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of several values of a variable counts for a host, by Ansible's rules: those of groups, the
 * ones further from {@code all} over the nearer ones, of equally far ones those of the higher
 * {@code ansible_group_priority}, then the later in the alphabet; over all of them the host's own.
 */
public final class AnsibleValues {
  /** Deeper than anybody's groups, and shallow enough for a stack. */
  private static final int DEEPEST = 100;

  private final AnsibleHosts inventory;
  private final AnsibleVarsFiles files;
  private final Map<String, List<String>> parents = new HashMap<>();
  private final Map<String, List<String>> groupsOf = new HashMap<>();
  private final Map<String, Integer> depths = new HashMap<>();
  private final Map<String, Integer> priorities = new HashMap<>();

  public AnsibleValues(AnsibleHosts inventory, AnsibleVarsFiles files) {
    this.inventory = inventory;
    this.files = files;
    inventory.groups.forEach(
        (name, group) -> {
          group.children.keySet().forEach(child -> add(parents, child, name));
          group.hosts.keySet().forEach(host -> add(groupsOf, host, name));
          priorities.put(name, priority(group.values.get(AnsibleHosts.PRIORITY)));
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
      throw new BadValueException("group " + MessageText.quote(name) + " is a child of itself");
    }
    int depth = name.equals(AnsibleHosts.ALL) ? 0 : 1;
    for (String parent : parents.getOrDefault(name, List.of())) {
      depth = Math.max(depth, 1 + depth(parent, below));
    }
    below.remove(name);
    depths.put(name, depth);
    return depth;
  }

  private int priority(AnsibleHosts.@Nullable Value value) {
    if (value == null) {
      return 1;
    }
    if (!value.text().matches("[+-]?[0-9]{1,9}")) {
      inventory.mistakes.add(
          value.place()
              + ": "
              + AnsibleHosts.PRIORITY
              + ": "
              + MessageText.quote(value.text())
              + " is not a whole number");
      return 1;
    }
    return Integer.parseInt(value.text());
  }

  /**
   * The values that count for a host, by variable. Files of group_vars come after all that the
   * inventory says of groups, and before what it says of the host.
   */
  public Map<String, AnsibleHosts.Value> of(String host) {
    Map<String, AnsibleHosts.Value> values = new LinkedHashMap<>();
    List<String> groups =
        groups(host).stream()
            .sorted(
                Comparator.<String>comparingInt(name -> depths.getOrDefault(name, 0))
                    .thenComparingInt(name -> priorities.getOrDefault(name, 1))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    groups.stream()
        .flatMap(name -> Stream.ofNullable(inventory.groups.get(name)))
        .forEach(group -> values.putAll(group.values));
    groups.forEach(name -> values.putAll(files.ofGroup(name)));
    values.putAll(inventory.hostValues.getOrDefault(host, Map.of()));
    values.putAll(files.ofHost(host));
    return values;
  }

  /** Every group that a host is in, by itself or by a child. */
  private Set<String> groups(String host) {
    Set<String> groups = new LinkedHashSet<>(groupsOf.getOrDefault(host, List.of()));
    List<String> open = new ArrayList<>(groups);
    for (int at = 0; at < open.size(); at++) {
      parents.getOrDefault(open.get(at), List.of()).stream().filter(groups::add).forEach(open::add);
    }
    groups.add(AnsibleHosts.ALL);
    return groups;
  }
}
