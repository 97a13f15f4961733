package io.github.kvmcore.tool.ignition;

import io.github.kvmcore.model.config.ConfigMistake;
import io.github.kvmcore.tool.JsonTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds values for which Ignition stops a guest's boot, although they have the right type. Rules
 * and names are those of Ignition's own validation.
 */
final class IgnitionChecks {
  private static final Set<String> UNITS =
      Set.of(
          "service",
          "socket",
          "device",
          "mount",
          "automount",
          "swap",
          "target",
          "path",
          "timer",
          "snapshot",
          "slice",
          "scope");

  private static final Set<String> FORMATS =
      Set.of("", "ext4", "btrfs", "xfs", "vfat", "swap", "none");

  private static final Pattern SCHEME = Pattern.compile("(https?|tftp|gs|s3|arn|data):.*");
  private static final Pattern DATA =
      Pattern.compile("(?:[!$&'()*+,./0-9:;=?@A-Z_a-z~-]|%[0-9A-Fa-f]{2})*+");
  private static final Pattern GUID =
      Pattern.compile("|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
  private static final Pattern HASH =
      Pattern.compile("sha512-[0-9A-Fa-f]{128}|sha256-[0-9A-Fa-f]{64}");

  private final JsonTree config;
  private final List<ConfigMistake> mistakes;

  private IgnitionChecks(JsonTree config, List<ConfigMistake> mistakes) {
    this.config = config;
    this.mistakes = mistakes;
  }

  static void check(JsonTree config, List<ConfigMistake> mistakes) {
    IgnitionChecks checks = new IgnitionChecks(config, mistakes);
    checks.resources(config, "");
    checks.merges();
    checks.nodes();
    checks.units();
    checks.each("storage", "disks", checks::disk);
    checks.each("storage", "filesystems", checks::filesystem);
  }

  private interface Check {
    void check(JsonTree item, String path);
  }

  /** Checks the items of a list in a section. */
  private void each(String section, String list, Check check) {
    JsonTree found = config.get(section);
    if (found != null) {
      each(found, section, list, check);
    }
  }

  private static void each(JsonTree object, String path, String list, Check check) {
    int number = 0;
    for (JsonTree item : object.items(list)) {
      check.check(item, path + "." + list + "." + number++);
    }
  }

  private void wrong(JsonTree value, String path, String problem) {
    mistakes.add(new ConfigMistake(value.line(), path + ": " + problem));
  }

  /** Whatever has a source: files' contents, configs, keys, certificates. */
  private void resources(JsonTree value, String path) {
    JsonTree source = value.get("source");
    if (source != null) {
      source(source, path + ".source");
    }
    JsonTree hash = value.get("hash");
    if (hash != null && !HASH.matcher(hash.text()).matches()) {
      wrong(hash, path + ".hash", "must be sha512- or sha256- and as many hexadecimal digits");
    }
    JsonTree verification = value.get("verification");
    if (source == null && verification != null && verification.get("hash") != null) {
      wrong(value, path + ".verification", "there is no source to verify");
    }
    String compression = value.text("compression");
    if (!compression.isEmpty() && !compression.equals("gzip")) {
      wrong(value, path + ".compression", "must be gzip or empty");
    }
    if (!value.items("httpHeaders").isEmpty() && !value.text("source").startsWith("http")) {
      wrong(value, path + ".httpHeaders", "goes with an http or https source only");
    }
    value
        .fields()
        .forEach((name, field) -> resources(field, path.isEmpty() ? name : path + "." + name));
    int number = 0;
    for (JsonTree item : value.items()) {
      resources(item, path + "." + number++);
    }
  }

  private void merges() {
    JsonTree ignition = config.get("ignition");
    JsonTree configs = ignition == null ? null : ignition.get("config");
    if (configs != null) {
      each(
          configs,
          "ignition.config",
          "merge",
          (merge, path) -> {
            if (merge.text("source").isEmpty()) {
              wrong(merge, path + ".source", "is missing");
            }
          });
    }
  }

  private void source(JsonTree source, String path) {
    String text = source.text();
    if (text.isEmpty()) {
      return;
    }
    if (!SCHEME.matcher(text).matches()) {
      wrong(source, path, "must be a URL: data, http, https, tftp, s3, arn or gs");
    } else if (text.startsWith("data:")) {
      data(source, text, path);
    }
  }

  private void data(JsonTree source, String text, String path) {
    int comma = text.indexOf(',');
    if (comma < 0) {
      wrong(source, path, "a data URL needs a comma before its data");
      return;
    }
    String data = text.substring(comma + 1);
    boolean base64 = text.substring(0, comma).endsWith(";base64");
    if (base64 ? !isBase64(data) : !DATA.matcher(data).matches()) {
      String rule = base64 ? "base64" : "percent-encoded where it is not plain ASCII";
      wrong(source, path, "the data of a data URL must be " + rule);
    }
  }

  private static boolean isBase64(String data) {
    try {
      byte[] bytes = Base64.getDecoder().decode(data);
      return data.length() % 4 == 0 && bytes.length <= data.length();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Files, folders and links: their paths, and what is in the way of what. */
  private void nodes() {
    Set<String> links = new HashSet<>();
    each("storage", "links", (link, path) -> links.add(link.text("path")));
    Set<String> units = unitPaths();
    Map<String, String> taken = new HashMap<>();
    for (String list : List.of("directories", "files", "links")) {
      each(
          "storage",
          list,
          (node, path) -> {
            path(node, "path", path);
            String target = node.text("path");
            String other = taken.putIfAbsent(target, list);
            if (other != null && !other.equals(list)) {
              wrong(node, path + ".path", "is there in storage." + other + " already");
            }
            if (units.contains(target)) {
              wrong(node, path + ".path", "is a unit or drop-in of systemd.units as well");
            }
            if (links.stream().anyMatch(link -> target.startsWith(link + "/"))) {
              wrong(node, path + ".path", "is below a path that storage.links makes a link");
            }
            owner(node, "user", path);
            owner(node, "group", path);
            mode(node, path);
          });
    }
    each("storage", "links", this::target);
    each("storage", "files", this::overwrite);
  }

  private void target(JsonTree link, String path) {
    if (link.text("target").isEmpty()) {
      wrong(link, path + ".target", "is missing");
    }
  }

  private void overwrite(JsonTree file, String path) {
    JsonTree contents = file.get("contents");
    if (file.text("overwrite").equals("true")
        && (contents == null || contents.get("source") == null)) {
      wrong(file, path + ".overwrite", "must be false if contents.source is missing");
    }
  }

  /** A path must be there, absolute, and as short as it can be. */
  private void path(JsonTree object, String name, String place) {
    String path = object.text(name);
    JsonTree field = object.get(name);
    JsonTree value = field == null ? object : field;
    if (path.isEmpty()) {
      wrong(value, place + "." + name, "is missing");
    } else if (!path.startsWith("/")) {
      wrong(value, place + "." + name, "must be absolute, from / on");
    } else if (path.indexOf('\0') < 0 && !Path.of(path).normalize().toString().equals(path)) {
      wrong(value, place + "." + name, "must have no '.', '..', '//' or '/' at its end");
    }
  }

  private void owner(JsonTree node, String name, String path) {
    JsonTree owner = node.get(name);
    if (owner != null && owner.get("id") != null && !owner.text("name").isEmpty()) {
      wrong(owner, path + "." + name, "has both an id and a name");
    }
  }

  private void mode(JsonTree node, String path) {
    JsonTree mode = node.get("mode");
    if (mode != null && mode.text().matches("-.*|[0-9]{5,}|409[6-9]|4[1-9]..|[5-9]...")) {
      wrong(mode, path + ".mode", "is no file mode; modes are decimal: 420 is 0644, 493 is 0755");
    }
  }

  private Set<String> unitPaths() {
    Set<String> paths = new HashSet<>();
    each(
        "systemd",
        "units",
        (unit, place) -> {
          String path = "/etc/systemd/system/" + unit.text("name");
          if (!unit.text("contents").isEmpty()) {
            paths.add(path);
          }
          unit.items("dropins").stream()
              .filter(dropin -> !dropin.text("contents").isEmpty())
              .forEach(dropin -> paths.add(path + ".d/" + dropin.text("name")));
        });
    return paths;
  }

  private void units() {
    each(
        "systemd",
        "units",
        (unit, path) -> {
          String name = unit.text("name");
          if (!UNITS.contains(name.substring(name.lastIndexOf('.') + 1)) || !name.contains(".")) {
            wrong(unit, path + ".name", "must end with .service or another kind of unit");
          }
          each(
              unit,
              path,
              "dropins",
              (dropin, place) -> {
                if (!dropin.text("name").endsWith(".conf")) {
                  wrong(dropin, place + ".name", "must end with .conf");
                }
              });
        });
  }

  private void disk(JsonTree disk, String path) {
    path(disk, "device", path);
    Set<String> names = new HashSet<>();
    List<long[]> ranges = new ArrayList<>();
    each(
        disk,
        path,
        "partitions",
        (partition, place) -> {
          String number = partition.text("number");
          String label = partition.text("label");
          boolean numbered = !number.isEmpty() && !number.equals("0");
          if (!numbered && label.isEmpty()) {
            wrong(partition, place, "needs a number from 1 on, or a label");
          }
          if ((numbered && !names.add("number " + number))
              || (!label.isEmpty() && !names.add("label " + label))) {
            wrong(partition, place, "has the number or label of another partition");
          }
          if (label.length() > 36 || label.contains(":")) {
            wrong(partition, place + ".label", "must have at most 36 characters and no colon");
          }
          for (String guid : List.of("guid", "typeGuid")) {
            if (!GUID.matcher(partition.text(guid)).matches()) {
              wrong(partition, place + "." + guid, "is not a GUID");
            }
          }
          range(partition, place, ranges);
        });
  }

  /** A start of 0 is wherever there is space; a size of 0 is all that is left. */
  private void range(JsonTree partition, String path, List<long[]> ranges) {
    String start = partition.text("startMiB");
    String size = partition.text("sizeMiB");
    if (!start.matches("[1-9][0-9]{0,15}") || !size.matches("[0-9]{1,15}")) {
      return;
    }
    long from = Long.parseLong(start);
    long[] range = {from, from + Math.max(0, Long.parseLong(size) - 1)};
    if (ranges.stream().anyMatch(other -> range[0] <= other[1] && other[0] <= range[1])) {
      wrong(partition, path, "overlaps another partition");
    }
    ranges.add(range);
  }

  private void filesystem(JsonTree filesystem, String path) {
    path(filesystem, "device", path);
    if (!filesystem.text("path").isEmpty()) {
      path(filesystem, "path", path);
    }
    String format = filesystem.text("format");
    if (!FORMATS.contains(format)) {
      wrong(filesystem, path + ".format", "must be ext4, btrfs, xfs, vfat, swap or none");
    } else if (format.isEmpty()
        && (!filesystem.text("path").isEmpty() || !filesystem.text("label").isEmpty())) {
      wrong(filesystem, path + ".format", "is missing");
    }
  }
}
