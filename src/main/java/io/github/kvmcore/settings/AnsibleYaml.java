package io.github.kvmcore.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads Ansible's inventory in YAML (or JSON, which is YAML too), by the rules of its plugin {@code
 * yaml}: groups of {@code hosts}, {@code vars} and {@code children}.
 *
 * <p>Aliases are understood, as inventories use them. They are not followed further than a bounded
 * number of entries, and nothing is ever constructed from a tag.
 */
final class AnsibleYaml {
  private static final int DEEPEST = 50;
  private static final int MOST_ENTRIES = 100_000;

  private final String origin;
  private final AnsibleHosts hosts = new AnsibleHosts();
  private int entries;

  private AnsibleYaml(String origin) {
    this.origin = origin;
  }

  /**
   * Reads a file's text.
   *
   * @param origin the file's name, for messages
   * @throws BadValueException where it is no YAML, or larger than anybody's
   */
  static AnsibleHosts parse(String origin, String text) {
    AnsibleYaml reader = new AnsibleYaml(origin);
    reader.top(compose(origin, text));
    return reader.hosts;
  }

  private static @Nullable Node compose(String origin, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(MOST_ENTRIES); // what they cost is counted here
    try {
      ParserImpl parser = new ParserImpl(new StreamReader(text), options);
      return new Composer(parser, new Resolver(), options).getSingleNode();
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      String problem = e.getProblem() == null ? "wrong syntax" : e.getProblem();
      throw new BadValueException(origin + ":" + line + ": is not YAML: " + Shown.plain(problem));
    } catch (YAMLException e) {
      throw new BadValueException(
          origin + ": is not YAML: " + Shown.plain(String.valueOf(e.getMessage())));
    }
  }

  private void top(@Nullable Node top) {
    if (!(top instanceof MappingNode mapping)) {
      throw new BadValueException(origin + ": holds no groups of hosts");
    }
    Map<String, Entry> groups = entries(mapping, 0);
    Entry plugin = groups.get("plugin");
    if (plugin != null && plugin.value() instanceof ScalarNode) {
      throw new BadValueException(
          place(plugin.key()) + ": configures a plugin of Ansible's, and lists no hosts itself");
    }
    groups.forEach((name, entry) -> group(name, entry, 1));
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
    part(parts.get("hosts"))
        .forEach(
            (pattern, host) ->
                hosts.hosts(group, pattern, values(host.value()), place(host.key())));
    part(parts.get("vars")).forEach((variable, value) -> keep(group.values, variable, value));
    part(parts.get("children"))
        .forEach(
            (child, value) -> {
              group.children.putIfAbsent(child, place(value.key()));
              group(child, value, depth + 1);
            });
  }

  /** The entries of {@code hosts}, {@code vars} or {@code children}; a single word is one entry. */
  private Map<String, Entry> part(@Nullable Entry part) {
    if (part == null || isNull(part.value())) {
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
    if (!AnsibleHosts.VARIABLES.contains(name) || isNull(entry.value())) {
      return;
    }
    if (entry.value() instanceof ScalarNode scalar) {
      values.put(name, new AnsibleHosts.Value(scalar.getValue().strip(), place(entry.key())));
    } else {
      hosts.mistakes.add(place(entry.key()) + ": " + name + ": takes one value");
    }
  }

  private static boolean isNull(@Nullable Node node) {
    return node == null
        || (node instanceof ScalarNode scalar
            && scalar.isPlain()
            && List.of("", "~", "null", "Null", "NULL").contains(scalar.getValue()));
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
}
