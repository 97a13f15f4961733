package io.github.kvmcore.spec.inventory;

import io.github.kvmcore.spec.source.YamlNodes;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads Ansible's inventory in YAML (or JSON, which is YAML too), by the rules of its plugin {@code
 * yaml}: groups of {@code hosts}, {@code vars} and {@code children}. JSON in which these are lists
 * is read by the rules of its plugin {@code script}.
 *
 * <p>Aliases are understood, as inventories use them. They are not followed further than a bounded
 * number of entries, and nothing is ever constructed from a tag.
 */
public final class AnsibleYaml {
  private static final int DEEPEST = YamlNodes.DEEPEST;
  private static final int MOST_ENTRIES = 100_000;

  private static final String META = "_meta";
  private static final String HOSTS = "hosts";
  private static final String VARS = "vars";
  private static final String CHILDREN = "children";

  private final String origin;
  private final AnsibleHosts hosts;
  private int entries;

  private AnsibleYaml(String origin, AnsibleHosts hosts) {
    this.origin = origin;
    this.hosts = hosts;
  }

  /**
   * Reads an inventory's text.
   *
   * @param origin the file's name, for messages
   * @param hosts takes what it says
   * @throws BadValueException where it is no YAML, or larger than anybody's
   */
  public static void parse(String origin, String text, AnsibleHosts hosts) {
    AnsibleYaml reader = new AnsibleYaml(origin, hosts);
    boolean json = text.stripLeading().startsWith("{");
    reader.top(reader.compose(text), json);
  }

  /** Reads the variables in a file of group_vars or host_vars. */
  static Map<String, AnsibleHosts.Value> variables(String origin, String text, AnsibleHosts hosts) {
    AnsibleYaml reader = new AnsibleYaml(origin, hosts);
    Node top = reader.compose(text);
    if (!YamlNodes.isNull(top) && !(top instanceof MappingNode)) {
      throw new BadValueException(origin + ": holds no variables: each is written as name: value");
    }
    return reader.values(top);
  }

  private @Nullable Node compose(String text) {
    try {
      // In JSON a tab is a blank like others, and never part of a string.
      boolean json = text.stripLeading().startsWith("{");
      return YamlNodes.compose(json ? text.replace('\t', ' ') : text);
    } catch (YamlNodes.Mistake e) {
      throw new BadValueException(
          origin + ":" + e.line() + ": is not YAML: " + MessageText.plain(e.problem()));
    }
  }

  private void top(@Nullable Node top, boolean json) {
    if (!(top instanceof MappingNode mapping)) {
      throw new BadValueException(origin + ": holds no groups of hosts");
    }
    Map<String, Entry> groups = entries(mapping, 0);
    Entry plugin = groups.get("plugin");
    if (plugin != null && plugin.value() instanceof ScalarNode) {
      throw new BadValueException(
          place(plugin.key())
              + ": configures a plugin of Ansible's, and lists no hosts itself"
              + convert(origin));
    }
    if (json && isDynamic(groups)) {
      groups.forEach(this::dynamicGroup);
      hostvars(groups.get(META));
    } else {
      groups.forEach((name, entry) -> group(name, entry, 1));
    }
  }

  /** Whether it is what scripts and {@code ansible-inventory --list} print: hosts are in lists. */
  private static boolean isDynamic(Map<String, Entry> groups) {
    return groups.containsKey(META)
        || groups.values().stream()
            .map(Entry::value)
            .anyMatch(
                value ->
                    value instanceof SequenceNode
                        || (value instanceof MappingNode mapping
                            && mapping.getValue().stream().anyMatch(AnsibleYaml::isList)));
  }

  private static boolean isList(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode key
        && List.of(HOSTS, CHILDREN).contains(key.getValue())
        && tuple.getValueNode() instanceof SequenceNode;
  }

  private void dynamicGroup(String name, Entry entry) {
    if (name.equals(META)) {
      return;
    }
    AnsibleHosts.Group group = hosts.group(name, place(entry.key()));
    group.declared = true;
    if (!(entry.value() instanceof MappingNode mapping)) {
      words(entry).forEach((host, place) -> hosts.host(group, host, Map.of(), place));
      return;
    }
    Map<String, Entry> parts = entries(mapping, 0);
    if (Stream.of(HOSTS, VARS, CHILDREN).noneMatch(parts::containsKey)) {
      hosts.host(group, name, Map.of(), place(entry.key()));
      parts.forEach((variable, value) -> keep(group.values, variable, value));
      return;
    }
    words(parts.get(HOSTS)).forEach((host, place) -> hosts.host(group, host, Map.of(), place));
    part(parts.get(VARS)).forEach((variable, value) -> keep(group.values, variable, value));
    words(parts.get(CHILDREN))
        .forEach(
            (child, place) -> {
              group.children.putIfAbsent(child, place);
              hosts.group(child, place).declared = true;
            });
  }

  /** The words of a list, with their places. */
  private Map<String, String> words(@Nullable Entry list) {
    Map<String, String> words = new LinkedHashMap<>();
    if (list == null) {
      return words;
    }
    if (!(list.value() instanceof SequenceNode sequence)) {
      hosts.mistakes.add(place(list.key()) + ": takes a list of names");
      return words;
    }
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode word) {
        words.putIfAbsent(word.getValue(), place(word));
      } else {
        hosts.mistakes.add(place(item) + ": a name must be a word");
      }
    }
    return words;
  }

  private void hostvars(@Nullable Entry meta) {
    if (meta == null || !(meta.value() instanceof MappingNode mapping)) {
      return;
    }
    part(entries(mapping, 0).get("hostvars"))
        .forEach(
            (host, entry) -> {
              Map<String, AnsibleHosts.Value> known = hosts.hostValues.get(host);
              if (known != null) {
                known.putAll(values(entry.value()));
              }
            });
  }

  private void group(String name, Entry entry, int depth) {
    if (depth > DEEPEST) {
      throw new BadValueException(place(entry.key()) + ": groups are nested too deep");
    }
    AnsibleHosts.Group group = hosts.group(name, place(entry.key()));
    group.declared = true;
    if (!(entry.value() instanceof MappingNode mapping)) {
      return; // nothing is said of it, or what Ansible skips as well
    }
    Map<String, Entry> parts = entries(mapping, 0);
    part(parts.get(HOSTS))
        .forEach(
            (pattern, host) ->
                hosts.hosts(group, pattern, values(host.value()), place(host.key())));
    part(parts.get(VARS)).forEach((variable, value) -> keep(group.values, variable, value));
    part(parts.get(CHILDREN))
        .forEach(
            (child, value) -> {
              group.children.putIfAbsent(child, place(value.key()));
              group(child, value, depth + 1);
            });
  }

  /** The entries of {@code hosts}, {@code vars} or {@code children}; a single word is one entry. */
  private Map<String, Entry> part(@Nullable Entry part) {
    if (part == null || YamlNodes.isNull(part.value())) {
      return Map.of();
    }
    if (part.value() instanceof MappingNode mapping) {
      return entries(mapping, 0);
    }
    if (part.value() instanceof ScalarNode word) {
      return Map.of(word.getValue(), new Entry(word, null));
    }
    String name = part.key() instanceof ScalarNode key ? key.getValue() : "";
    hosts.mistakes.add(place(part.key()) + ": " + name + ": takes a mapping, not a list");
    return Map.of();
  }

  private Map<String, AnsibleHosts.Value> values(@Nullable Node node) {
    Map<String, AnsibleHosts.Value> values = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      entries(mapping, 0).forEach((name, entry) -> keep(values, name, entry));
    }
    return values;
  }

  private void keep(Map<String, AnsibleHosts.Value> values, String name, Entry entry) {
    if (!AnsibleHosts.isKept(name) || YamlNodes.isNull(entry.value())) {
      return;
    }
    if (!AnsibleHosts.VARIABLES.contains(name) && !name.equals(AnsibleHosts.PRIORITY)) {
      values.put(name, new AnsibleHosts.Value("", place(entry.key())));
    } else if (entry.value() instanceof ScalarNode scalar) {
      values.put(name, new AnsibleHosts.Value(scalar.getValue().strip(), place(entry.key())));
    } else {
      hosts.mistakes.add(place(entry.key()) + ": " + name + ": takes one value");
    }
  }

  /** A mapping's entries by key; those that {@code <<} merges in stand behind its own. */
  private Map<String, Entry> entries(MappingNode mapping, int depth) {
    Map<String, Entry> found = new LinkedHashMap<>();
    Map<String, Entry> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (++entries > MOST_ENTRIES || depth > DEEPEST) {
        throw new BadValueException(
            place(tuple.getKeyNode()) + ": says more than any inventory: too many aliases?");
      }
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        hosts.mistakes.add(place(tuple.getKeyNode()) + ": a name must be a word");
      } else if (key.isPlain() && key.getValue().equals("<<")) {
        merge(tuple.getValueNode(), depth, merged);
      } else {
        found.put(key.getValue(), new Entry(key, tuple.getValueNode()));
      }
    }
    merged.forEach(found::putIfAbsent);
    return found;
  }

  private void merge(Node node, int depth, Map<String, Entry> merged) {
    if (node instanceof MappingNode mapping) {
      entries(mapping, depth + 1).forEach(merged::putIfAbsent);
    } else if (node instanceof SequenceNode sequence && depth <= DEEPEST) {
      sequence.getValue().stream()
          .filter(MappingNode.class::isInstance)
          .forEach(item -> merge(item, depth + 1, merged));
    }
  }

  private String place(Node node) {
    return origin + ":" + (node.getStartMark().getLine() + 1);
  }

  /** A key and its value, where it has one. */
  private record Entry(Node key, @Nullable Node value) {}

  /** The command that makes of any inventory JSON that kvmcore reads. */
  public static String convert(String origin) {
    String word =
        origin.matches("[\\w./@%+=:,-]+") ? origin : "'" + origin.replace("'", "'\\''") + "'";
    return "\n  next: ansible-inventory -i " + word + " --list > inventory.json";
  }
}
