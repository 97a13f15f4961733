package io.github.kvmcore.tool;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * A user's kubeconfig with the entries of several clusters. kvmcore changes only entries that it
 * wrote, which it knows by an extension of its name, as minikube knows its own; see "Organizing
 * Cluster Access Using kubeconfig Files" of the Kubernetes documentation.
 */
public final class KubeconfigFile {
  private static final List<String> LISTS = List.of("clusters", "users", "contexts");
  private static final String CURRENT = "current-context";
  private static final DumperOptions.ScalarStyle PLAIN = DumperOptions.ScalarStyle.PLAIN;

  private final Yaml yaml;
  private final MappingNode root;

  private KubeconfigFile(Yaml yaml, MappingNode root) {
    this.yaml = yaml;
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @param text empty: it has no entries yet
   * @throws IllegalArgumentException if it is not a kubeconfig, with the reason
   */
  public static KubeconfigFile parse(String text) {
    Yaml yaml = yaml();
    try {
      Node root = yaml.compose(new StringReader(text.isBlank() ? "{}" : text));
      if (!(root instanceof MappingNode mapping)) {
        throw new IllegalArgumentException("it holds no mapping");
      }
      KubeconfigFile file = new KubeconfigFile(yaml, mapping);
      LISTS.forEach(file::entries);
      return file;
    } catch (YAMLException e) {
      throw new IllegalArgumentException("it is not YAML: " + e.getMessage(), e);
    }
  }

  private static Yaml yaml() {
    LoaderOptions loading = new LoaderOptions();
    loading.setProcessComments(true);
    DumperOptions dumping = new DumperOptions();
    dumping.setProcessComments(true);
    dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    dumping.setSplitLines(false);
    return new Yaml(new SafeConstructor(loading), new Representer(dumping), dumping, loading);
  }

  /** The name of the context that kubectl uses by default. */
  public Optional<String> currentContext() {
    return scalar(root, CURRENT);
  }

  /**
   * The file with a cluster's entries in it, whose context becomes the current one.
   *
   * @param text a kubeconfig with one cluster, user and context, each of the same name, as {@link
   *     Kubeconfig#text} writes it
   * @throws IllegalArgumentException if an entry of that name is not kvmcore's, with the reason
   */
  public String with(String text) {
    KubeconfigFile added = parse(text);
    for (String list : LISTS) {
      put(list, (MappingNode) added.entries(list).get(0));
    }
    for (NodeTuple tuple : added.root.getValue()) {
      if (!LISTS.contains(key(tuple)) && (key(tuple).equals(CURRENT) || !has(key(tuple)))) {
        set(tuple);
      }
    }
    StringWriter out = new StringWriter();
    try {
      yaml.serialize(root, out);
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private void put(String list, MappingNode entry) {
    String name = scalar(entry, "name").orElseThrow();
    List<Node> all = new ArrayList<>(entries(list));
    int place = -1;
    for (int i = 0; i < all.size() && place < 0; i++) {
      place = all.get(i) instanceof MappingNode it && isNamed(it, name) ? i : -1;
    }
    if (place < 0) {
      all.add(entry);
    } else if (isKvmcores((MappingNode) all.get(place), singular(list))) {
      all.set(place, entry);
    } else {
      throw new IllegalArgumentException(
          "its " + singular(list) + " \"" + name + "\" was not written by kvmcore");
    }
    SequenceNode filled = new SequenceNode(Tag.SEQ, all, DumperOptions.FlowStyle.BLOCK);
    set(new NodeTuple(new ScalarNode(Tag.STR, list, null, null, PLAIN), filled));
  }

  private static String singular(String list) {
    return list.substring(0, list.length() - 1);
  }

  private static boolean isNamed(MappingNode entry, String name) {
    return scalar(entry, "name").filter(name::equals).isPresent();
  }

  private static boolean isKvmcores(MappingNode entry, String kind) {
    return get(entry, kind) instanceof MappingNode content
        && get(content, "extensions") instanceof SequenceNode extensions
        && extensions.getValue().stream()
            .anyMatch(it -> it instanceof MappingNode node && isNamed(node, Kubeconfig.EXTENSION));
  }

  private List<Node> entries(String list) {
    Node found = get(root, list);
    if (found == null || found.getTag().equals(Tag.NULL)) {
      return List.of();
    }
    if (found instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw new IllegalArgumentException("its " + list + " are no list");
  }

  private boolean has(String key) {
    return get(root, key) != null;
  }

  private void set(NodeTuple tuple) {
    List<NodeTuple> tuples = new ArrayList<>(root.getValue());
    for (int i = 0; i < tuples.size(); i++) {
      if (key(tuples.get(i)).equals(key(tuple))) {
        tuples.set(i, new NodeTuple(tuples.get(i).getKeyNode(), tuple.getValueNode()));
        root.setValue(tuples);
        return;
      }
    }
    tuples.add(tuple);
    root.setValue(tuples);
  }

  private static @Nullable Node get(MappingNode node, String key) {
    return node.getValue().stream()
        .filter(tuple -> key(tuple).equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(null);
  }

  private static String key(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static Optional<String> scalar(MappingNode node, String key) {
    return get(node, key) instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }
}
