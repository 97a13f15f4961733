package io.github.kvmcore.spec.inventory;

import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Ansible's inventory in INI format, by the rules of its plugin {@code ini}: sections of
 * hosts, {@code [group:children]} and {@code [group:vars]}; comments from {@code #} or {@code ;} at
 * a line's beginning and from {@code #} behind what it says; words quoted as in a shell.
 */
public final class AnsibleIni {
  private static final Pattern SECTION =
      Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?]\\s*(?:#.*)?");
  private static final Pattern GROUP = Pattern.compile("([^:\\]\\s]+)\\s*(?:#.*)?");

  private final String origin;
  private final AnsibleHosts hosts;

  /** Groups that are spoken of and may be declared further down: with the place and the words. */
  private final Map<String, String> spokenOf = new LinkedHashMap<>();

  private String group = AnsibleHosts.UNGROUPED;
  private String kind = "hosts";
  private String place = "";

  private AnsibleIni(String origin, AnsibleHosts hosts) {
    this.origin = origin;
    this.hosts = hosts;
  }

  /**
   * Reads a file's text.
   *
   * @param origin the file's name, for messages
   * @param hosts takes what it says
   * @throws BadValueException where it is larger than anybody's
   */
  public static void parse(String origin, String text, AnsibleHosts hosts) {
    AnsibleIni reader = new AnsibleIni(origin, hosts);
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      reader.place = origin + ":" + number;
      String stripped = line.strip();
      if (!stripped.isEmpty() && stripped.charAt(0) != '#' && stripped.charAt(0) != ';') {
        reader.line(stripped);
      }
    }
    reader.checkDeclared();
  }

  private void line(String line) {
    Matcher section = SECTION.matcher(line);
    if (section.matches()) {
      section(section.group(1), section.group(2) == null ? "hosts" : section.group(2));
    } else if (line.startsWith("[") && line.endsWith("]")) {
      wrong(MessageText.quote(line) + " is no section: [group], [group:children] or [group:vars]");
      kind = "";
    } else {
      switch (kind) {
        case "hosts" -> host(line);
        case "children" -> child(line);
        case "vars" -> variable(line);
        default -> {} // of a section that is told of already
      }
    }
  }

  private void section(String name, String modifier) {
    group = name;
    kind = modifier;
    if (!List.of("hosts", "children", "vars").contains(modifier)) {
      wrong(
          "section [" + MessageText.plain(name + ":" + modifier) + "] must be :children or :vars");
      kind = "";
      return;
    }
    AnsibleHosts.Group declared = hosts.group(name, place);
    if (modifier.equals("vars")) {
      spokenOf.putIfAbsent(
          name, place + ": [" + MessageText.plain(name) + ":vars] is of no group here");
    } else {
      declared.declared = true;
    }
  }

  private void checkDeclared() {
    spokenOf.forEach(
        (name, problem) -> {
          boolean builtIn = name.equals(AnsibleHosts.ALL) || name.equals(AnsibleHosts.UNGROUPED);
          if (!builtIn && !hosts.group(name, origin).declared) {
            hosts.mistakes.add(problem);
          }
        });
  }

  private void host(String line) {
    List<String> words = words(line);
    if (words.isEmpty()) {
      return;
    }
    Map<String, AnsibleHosts.Value> values = new LinkedHashMap<>();
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        wrong(MessageText.quote(word) + " is not name=value; a value with blanks needs quotes");
      } else {
        keep(values, word.substring(0, equals), word.substring(equals + 1));
      }
    }
    hosts.hosts(hosts.group(group, place), words.get(0), values, place);
  }

  private void child(String line) {
    Matcher name = GROUP.matcher(line);
    if (!name.matches()) {
      wrong(MessageText.quote(line) + " is not a group's name");
      return;
    }
    String child = name.group(1);
    hosts.group(group, place).children.putIfAbsent(child, place);
    hosts.group(child, place);
    spokenOf.putIfAbsent(
        child, place + ": there is no group " + MessageText.quote(child) + " in this inventory");
  }

  private void variable(String line) {
    int equals = line.indexOf('=');
    if (equals < 1) {
      wrong(MessageText.quote(line) + " is not name=value");
      return;
    }
    String value = line.substring(equals + 1).strip();
    keep(hosts.group(group, place).values, line.substring(0, equals).strip(), value);
  }

  private void keep(Map<String, AnsibleHosts.Value> values, String name, String value) {
    if (AnsibleHosts.isKept(name)) {
      values.put(name, new AnsibleHosts.Value(literal(value), place));
    }
  }

  /** Without the quotes and the comment that Python's eyes would not see as part of the value. */
  private static String literal(String value) {
    if (!value.isEmpty() && (value.charAt(0) == '"' || value.charAt(0) == '\'')) {
      int end = value.indexOf(value.charAt(0), 1);
      String rest = end < 0 ? "x" : value.substring(end + 1).strip();
      return rest.isEmpty() || rest.startsWith("#") ? value.substring(1, end) : value;
    }
    return value.replaceFirst("\\s+#.*", "");
  }

  private void wrong(String problem) {
    hosts.mistakes.add(place + ": " + problem);
  }

  /** The words of a line, up to a comment; a quote that is not closed is a mistake. */
  private List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    char quote = 0;
    for (int at = 0; at < line.length(); at++) {
      char next = line.charAt(at);
      boolean escaped = next == '\\' && quote != '\'' && at + 1 < line.length();
      boolean blank = quote == 0 && Character.isWhitespace(next);
      if (quote == 0 && next == '#') {
        break;
      } else if (blank && word != null) {
        words.add(word.toString());
        word = null;
      } else if (!blank) {
        word = word == null ? new StringBuilder() : word;
        if (escaped) {
          word.append(line.charAt(++at));
        } else if (quote == 0 && (next == '"' || next == '\'')) {
          quote = next;
        } else if (next == quote) {
          quote = 0;
        } else {
          word.append(next);
        }
      }
    }
    if (quote != 0) {
      wrong("a quote is not closed");
    } else if (word != null) {
      words.add(word.toString());
    }
    return quote == 0 ? words : List.of();
  }
}
