package io.github.kvmcore.e2e.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * All that an Ignition config asks of a machine: files, folders, links, units and keys, whatever
 * they are; and that systemd understands the units. Each is a command that a machine runs as root,
 * and the line that it has to print.
 */
final class Asked {
  private static final String UNITS = "/etc/systemd/system/";
  private static final String PRESETS = "/etc/systemd/system-preset/20-ignition.preset";

  private final List<String> commands = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  /**
   * @param config as {@link IgnitionConfig#read} gives it
   */
  Asked(JsonNode config) throws IOException {
    for (JsonNode file : config.at("/storage/files")) {
      file(file);
    }
    for (JsonNode folder : config.at("/storage/directories")) {
      ask(folder, "folder", 0755, "", "");
    }
    for (JsonNode link : config.at("/storage/links")) {
      link(link);
    }
    for (JsonNode unit : config.at("/systemd/units")) {
      unit(unit);
    }
    for (JsonNode user : config.at("/passwd/users")) {
      keys(user);
    }
  }

  /** The lines that {@link #command} prints where all is as asked. */
  List<String> lines() {
    return lines;
  }

  /** A shell command for a machine's user core. */
  String command() {
    return "sudo sh << 'ASKED'\n" + String.join("\n", commands) + "\nASKED\n";
  }

  private void file(JsonNode file) throws IOException {
    JsonNode contents = file.path("contents");
    String path = quoted(file.path("path").asText());
    if (contents.has("source") && !IgnitionConfig.isInline(contents)) {
      String hash = contents.at("/verification/hash").asText();
      if (hash.isEmpty()) {
        ask(file, "file", 0644, "$([ -s " + path + " ] && echo fetched)", "fetched");
      } else {
        String kind = hash.substring(0, hash.indexOf('-'));
        String sum = hash.substring(hash.indexOf('-') + 1);
        ask(file, "file", 0644, "$(" + kind + "sum < " + path + ")", sum + " -");
      }
      return;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(IgnitionConfig.content(contents));
    for (JsonNode more : file.path("append")) {
      whole.write(IgnitionConfig.content(more));
    }
    ask(file, "file", 0644, "$(sha256sum < " + path + ")", sha256(whole.toByteArray()) + " -");
  }

  /** Its mode and owners, and what else is asked of it. */
  private void ask(JsonNode node, String kind, int mode, String command, String answer) {
    String path = node.path("path").asText();
    String user = node.at("/user/name").asText();
    String group = node.at("/group/name").asText();
    String format = "%a " + (user.isEmpty() ? "%u" : "%U") + (group.isEmpty() ? " %g" : " %G");
    String stat = "$(stat -c '" + format + "' " + quoted(path) + ")";
    commands.add("echo " + kind + " " + quoted(path) + " " + stat + " " + command);
    String owner = user.isEmpty() ? node.at("/user/id").asText("0") : user;
    String owners = group.isEmpty() ? node.at("/group/id").asText("0") : group;
    String octal = Integer.toOctalString(node.path("mode").asInt(mode));
    lines.add(String.join(" ", kind, path, octal, owner, owners, answer).strip());
  }

  private void link(JsonNode link) {
    String path = link.path("path").asText();
    String target = link.path("target").asText();
    if (link.path("hard").asBoolean()) {
      String same =
          "$([ " + quoted(path) + " -ef " + quoted(target) + " ] && echo " + quoted(target);
      commands.add("echo link " + quoted(path) + " " + same + ")");
    } else {
      commands.add("echo link " + quoted(path) + " $(readlink " + quoted(path) + ")");
    }
    lines.add("link " + path + " " + target);
  }

  private void unit(JsonNode unit) {
    String name = unit.path("name").asText();
    for (JsonNode dropIn : unit.path("dropins")) {
      if (dropIn.has("contents")) {
        text(UNITS + name + ".d/" + dropIn.path("name").asText(), dropIn.path("contents").asText());
      }
    }
    if (!unit.path("contents").asText().isEmpty()) {
      text(UNITS + name, unit.path("contents").asText());
    }
    if (unit.has("contents") || unit.has("dropins")) {
      verified(name);
    }
    if (unit.path("mask").asBoolean()) {
      state(name, "masked");
    } else if (unit.has("enabled")) {
      state(name, unit.path("enabled").asBoolean() ? "enabled" : "disabled");
    }
  }

  private void text(String path, String content) {
    commands.add("echo text " + quoted(path) + " $(sha256sum < " + quoted(path) + ")");
    lines.add("text " + path + " " + sha256(content.getBytes(StandardCharsets.UTF_8)) + " -");
  }

  /** What systemd would not take; whether the unit's programs exist is not asked. */
  private void verified(String unit) {
    commands.add(
        "echo verified %s $(systemd-analyze verify --man=no %s 2>&1 | grep -E '%s')"
            .formatted(quoted(unit), quoted(unit), "Unknown|ignoring|Refusing|Invalid|not valid"));
    lines.add("verified " + unit);
  }

  /** systemd's word; of a unit that comes with an extension of the system, its preset's. */
  private void state(String unit, String state) {
    String name = quoted(unit);
    commands.add(
        ("state=$(systemctl is-enabled %s 2> /dev/null)\n"
                + "[ -n \"$state\" ] || state=$(grep -xF \"enable \"%s %s > /dev/null"
                + " && echo enabled || echo disabled)\n"
                + "echo unit %s $state")
            .formatted(name, name, PRESETS, name));
    lines.add("unit " + unit + " " + state);
  }

  private void keys(JsonNode user) {
    String name = user.path("name").asText();
    StringBuilder keys = new StringBuilder();
    user.path("sshAuthorizedKeys").forEach(key -> keys.append(key.asText()).append('\n'));
    if (!keys.isEmpty()) {
      String file = "~" + name + "/.ssh/authorized_keys.d/ignition";
      commands.add("echo keys " + name + " $(sha256sum < " + file + ")");
      byte[] bytes = keys.toString().getBytes(StandardCharsets.UTF_8);
      lines.add("keys " + name + " " + sha256(bytes) + " -");
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
