package io.github.kvmcore.spec;

import io.github.kvmcore.model.config.ConfigMistake;
import io.github.kvmcore.spec.source.YamlNodes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Checks user data for what makes coreos-cloudinit ignore all of it: text that is neither
 * cloud-config nor a script nor MIME, and cloud-config that is not YAML or has values of the wrong
 * kind.
 */
public final class UserData {
  private static final String LIST = "a list";
  private static final String MAPPING = "a mapping";
  private static final String TEXT = "a text";

  /** What coreos-cloudinit and cloud-init both insist on; everything else is the guest's. */
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry(".hostname", TEXT),
          Map.entry(".manage_etc_hosts", TEXT),
          Map.entry(".ssh_authorized_keys", LIST),
          Map.entry(".ssh_authorized_keys[]", TEXT),
          Map.entry(".write_files", LIST),
          Map.entry(".write_files[]", MAPPING),
          Map.entry(".write_files[].path", TEXT),
          Map.entry(".write_files[].content", TEXT),
          Map.entry(".write_files[].owner", TEXT),
          Map.entry(".write_files[].permissions", TEXT),
          Map.entry(".write_files[].encoding", TEXT),
          Map.entry(".coreos", MAPPING),
          Map.entry(".coreos.update", MAPPING),
          Map.entry(".coreos.units", LIST),
          Map.entry(".coreos.units[]", MAPPING),
          Map.entry(".coreos.units[].name", TEXT),
          Map.entry(".coreos.units[].command", TEXT),
          Map.entry(".coreos.units[].content", TEXT));

  private static final Set<String> BASE64 =
      Set.of("base64", "b64", "gz+base64", "gzip+base64", "gz+b64", "gzip+b64");
  private static final Set<String> ENCODINGS = Set.of("", "gz", "gzip", "text/plain");

  private static final int LONGEST = 60;

  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);

  private final int firstLine;
  private final List<ConfigMistake> mistakes = new ArrayList<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private UserData(int firstLine) {
    this.firstLine = firstLine;
  }

  /** What is wrong; empty where a guest takes it. */
  public static List<ConfigMistake> mistakes(String text) {
    UserData reader = new UserData(1);
    String first = text.lines().findFirst().orElse("");
    if (first.stripTrailing().equals("#cloud-config")) {
      reader.cloudConfig(text);
    } else if (isMime(text)) {
      reader.mime(text);
    } else if (!first.startsWith("#!")) {
      String what =
          text.stripLeading().startsWith("{")
              ? "is JSON, which is no user data; give an Ignition config with --ignition"
              : "is no user data: line 1 must be #cloud-config, or #! and an interpreter, or begin"
                  + " a MIME message of type multipart/mixed";
      reader.wrong(1, what);
    }
    return reader.mistakes;
  }

  private void wrong(int line, String problem) {
    mistakes.add(new ConfigMistake(firstLine - 1 + line, problem));
  }

  private void cloudConfig(String text) {
    try {
      Node top = YamlNodes.compose(text);
      if (top != null && !YamlNodes.isNull(top)) {
        kind(top, "", MAPPING);
        walk(top, "", 0);
      }
    } catch (YamlNodes.Mistake e) {
      wrong(e.line(), "is not YAML: " + e.problem());
    }
  }

  private void walk(@Nullable Node node, String path, int depth) {
    if (node == null || depth > YamlNodes.DEEPEST || !seen.add(node)) {
      return;
    }
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        check(item, path + "[]", depth);
      }
    } else if (node instanceof MappingNode mapping) {
      entries(mapping, path, depth);
    }
  }

  private void check(Node node, String path, int depth) {
    String kind = KINDS.get(path);
    if (kind == null || YamlNodes.isNull(node) || kind(node, path, kind)) {
      walk(node, path, depth + 1);
    }
  }

  private boolean kind(Node node, String path, String wanted) {
    String kind = node instanceof ScalarNode ? TEXT : node instanceof MappingNode ? MAPPING : LIST;
    if (!kind.equals(wanted)) {
      String name = path.isEmpty() ? "cloud-config" : path.substring(1);
      boolean template = node instanceof MappingNode mapping && isTemplate(mapping);
      wrong(
          YamlNodes.line(node),
          name + " must be " + wanted + ", not " + (template ? TEMPLATE : kind));
    }
    return kind.equals(wanted);
  }

  private static final String TEMPLATE =
      "{{ … }}, which nothing fills in here: write the value, or ${…} in a file named *.ftl";

  /** What YAML makes of {@code {{ name }}}: a mapping whose key is a mapping. */
  private static boolean isTemplate(MappingNode mapping) {
    return mapping.getValue().stream().anyMatch(it -> it.getKeyNode() instanceof MappingNode);
  }

  private void entries(MappingNode mapping, String path, int depth) {
    Map<String, Integer> lines = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = YamlNodes.line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        wrong(line, "a key must be a text, not " + (isTemplate(mapping) ? TEMPLATE : "a list"));
        continue;
      }
      String name = key.getValue();
      Integer before = lines.putIfAbsent(name, line);
      if (before != null && !name.equals("<<")) {
        wrong(line, shown(name) + " is given twice, first in line " + (firstLine - 1 + before));
      }
      if (tuple.getValueNode() instanceof ScalarNode value) {
        texts.put(name, value.getValue());
      }
      check(tuple.getValueNode(), path + "." + name, depth);
    }
    if (path.equals(".write_files[]")) {
      encoding(YamlNodes.line(mapping), texts);
    }
  }

  private static String shown(String name) {
    return "\"" + name.substring(0, Math.min(name.length(), LONGEST)) + "\"";
  }

  private void encoding(int line, Map<String, String> file) {
    String encoding = file.getOrDefault("encoding", "");
    if (BASE64.contains(encoding)) {
      if (decoded(file.getOrDefault("content", "")) == null) {
        wrong(line, "write_files: the content is not " + encoding);
      }
    } else if (!ENCODINGS.contains(encoding)) {
      wrong(line, "write_files: guests know no encoding " + shown(encoding));
    }
  }

  private static byte @Nullable [] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("[\r\n]", ""));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isMime(String text) {
    return header(headers(text.lines().toList(), 0), "content-type").contains("multipart/mixed");
  }

  /** The lines of a header that begins at a line, each whole; empty where there is none. */
  private static List<String> headers(List<String> lines, int from) {
    List<String> headers = new ArrayList<>();
    for (String line : lines.subList(from, lines.size())) {
      if (line.isEmpty()) {
        return headers;
      }
      if (Character.isWhitespace(line.charAt(0)) && !headers.isEmpty()) {
        headers.add(headers.remove(headers.size() - 1) + " " + line.strip());
      } else if (line.matches("[!-9;-~]+:.*")) {
        headers.add(line);
      } else {
        return List.of();
      }
    }
    return List.of();
  }

  private static String header(List<String> headers, String name) {
    return headers.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .findFirst()
        .map(line -> line.substring(name.length() + 1).strip())
        .orElse("");
  }

  private void mime(String text) {
    List<String> lines = text.lines().toList();
    Matcher boundary = BOUNDARY.matcher(header(headers(lines, 0), "content-type"));
    if (!boundary.find()) {
      wrong(1, "the MIME header names no boundary");
      return;
    }
    String mark = "--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
    int begin = -1;
    for (int at = lines.indexOf(""); at < lines.size(); at++) {
      String line = lines.get(at).stripTrailing();
      if (line.equals(mark) || line.equals(mark + "--")) {
        if (begin >= 0) {
          part(lines.subList(0, at), begin);
        }
        begin = at + 1;
        if (line.length() > mark.length()) {
          return;
        }
      }
    }
    wrong(lines.size(), "the MIME message has no end: the line " + mark + "-- is missing");
  }

  private void part(List<String> lines, int begin) {
    List<String> headers = headers(lines, begin);
    String type = header(headers, "content-type").toLowerCase(Locale.ROOT);
    if (type.isEmpty()) {
      wrong(begin + 1, "a part of a MIME message needs a Content-Type");
      return;
    }
    int body = begin + lines.subList(begin, lines.size()).indexOf("") + 1;
    String text = String.join("\n", lines.subList(body, lines.size()));
    boolean base64 = header(headers, "content-transfer-encoding").equalsIgnoreCase("base64");
    byte[] bytes = base64 ? decoded(text) : null;
    if (base64 && bytes == null) {
      wrong(body + 1, "the part is not base64");
    } else if (type.startsWith("text/cloud-config") && !base64) {
      UserData part = new UserData(body + 1);
      part.cloudConfig(text);
      mistakes.addAll(part.mistakes);
    } else if (type.startsWith("text/x-shellscript") && !base64 && !text.startsWith("#!")) {
      wrong(body + 1, "a script begins with #! and its interpreter");
    }
  }
}
