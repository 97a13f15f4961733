package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** LVM in memory, as far as kvmcore's commands go, and block devices. */
final class SimulatedLvm {
  private static final Pattern SELECTION =
      Pattern.compile(
          "lv_name=\"([^\"]+)\" && lv_tags=\\{(.*?)}( && thin_count=0| && lv_role!=\\{thickorigin})");

  /** Free extents by group, all of 4 MiB. */
  final Map<String, Long> groups = new TreeMap<>();

  /** By group/name. */
  final Map<String, Volume> volumes = new TreeMap<>();

  /** What is on a device, by its path; empty: nothing. */
  final Map<String, String> devices = new LinkedHashMap<>();

  /** Whether LVM's commands fail. */
  boolean broken;

  static final class Volume {
    long bytes;
    String pool = "";
    String origin = "";
    boolean isPool;
    boolean filled;
    boolean active = true;
    final Set<String> tags = new TreeSet<>();
  }

  /** The state, for comparing two. */
  String state() {
    return groups
        + volumes.entrySet().stream()
            .map(it -> it.getKey() + it.getValue().tags + it.getValue().bytes)
            .toList()
            .toString()
        + devices;
  }

  boolean knows(String program) {
    return Set.of(
            "vgs",
            "lvs",
            "vgcreate",
            "lvcreate",
            "lvremove",
            "lvchange",
            "lvextend",
            "lsblk",
            "wipefs")
        .contains(program);
  }

  Optional<String> run(List<String> argv) {
    if (broken) {
      return Optional.empty();
    }
    return switch (argv.get(0)) {
      case "vgs" -> Optional.of(report("vg", groups.keySet().stream().map(this::group)));
      case "lvs" -> Optional.of(report("lv", volumes.keySet().stream().map(this::volume)));
      case "lsblk" -> Optional.of(lsblk(argv.subList(6, argv.size())));
      case "wipefs" -> Optional.of(wipefs(argv.subList(4, argv.size())));
      case "vgcreate" -> vgcreate(argv);
      case "lvcreate" -> lvcreate(argv);
      case "lvremove" -> lvremove(argv);
      case "lvchange" -> lvchange(argv);
      default -> lvextend(argv);
    };
  }

  private static String report(String kind, Stream<String> rows) {
    return "{\"report\":[{\"" + kind + "\":[" + rows.collect(Collectors.joining(",")) + "]}]}";
  }

  private String group(String name) {
    return row("vg_name", name, "vg_extent_size", 4 << 20, "vg_free_count", groups.get(name));
  }

  private String volume(String fullName) {
    Volume volume = volumes.get(fullName);
    String[] names = fullName.split("/");
    return row(
        "vg_name",
        names[0],
        "lv_name",
        names[1],
        "lv_size",
        volume.bytes,
        "lv_tags",
        String.join(",", volume.tags),
        "lv_attr",
        volume.isPool ? "twi-a-tz--" : volume.active ? "-wi-a-----" : "-wi-------",
        "pool_lv",
        volume.pool,
        "origin",
        volume.origin);
  }

  private static String row(Object... fields) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      parts.add("\"" + fields[i] + "\":\"" + fields[i + 1] + "\"");
    }
    return "{" + String.join(",", parts) + "}";
  }

  private String lsblk(List<String> paths) {
    return paths.stream()
        .filter(devices::containsKey)
        .map(
            path ->
                "{\"kname\":\"%s\",\"mountpoint\":null,\"ro\":false,\"size\":1073741824}"
                    .formatted(path))
        .collect(Collectors.joining(",", "{\"blockdevices\":[", "]}"));
  }

  private String wipefs(List<String> paths) {
    return paths.stream()
        .filter(path -> !devices.get(path).isEmpty())
        .map(
            path ->
                "{\"device\":\"%s\",\"type\":\"%s\"}"
                    .formatted(path.replaceAll(".*/", ""), devices.get(path)))
        .collect(Collectors.joining(",", "{\"signatures\":[", "]}"));
  }

  private Optional<String> vgcreate(List<String> argv) {
    List<String> used = argv.subList(4, argv.size());
    used.forEach(device -> assertEquals("", devices.put(device, "LVM2_member"), device));
    groups.put(argv.get(3), used.size() * 255L);
    return Optional.of("");
  }

  private Optional<String> lvcreate(List<String> argv) {
    String last = argv.get(argv.size() - 1);
    String group = last.replaceAll("/.*", "");
    String name = group + "/" + option(argv, "-n");
    assertTrue(groups.containsKey(group), () -> "no group for " + argv);
    if (volumes.containsKey(name)) {
      return Optional.empty();
    }
    Volume made = new Volume();
    if (String.join(" ", argv).contains("--type thin ")) {
      Volume origin = volumes.get(last);
      assertTrue(origin != null && origin.filled, () -> argv + " needs its origin");
      made.origin = last.substring(group.length() + 1);
      made.pool = origin.pool;
      made.bytes = origin.bytes;
      made.filled = true;
    } else {
      made.bytes = bytes(argv, argv.contains("-V") ? "-V" : "-L");
      made.pool = argv.contains("-V") ? option(argv, "--thinpool") : "";
      made.isPool = argv.contains("thin-pool");
      assertTrue(
          made.pool.isEmpty() || volumes.containsKey(group + "/" + made.pool), argv::toString);
    }
    for (int i = 0; i < argv.size(); i++) {
      if (argv.get(i).equals("--addtag")) {
        made.tags.add(argv.get(i + 1));
      }
    }
    volumes.put(name, made);
    take(group, made, 1);
    return Optional.of("");
  }

  /** A thin volume takes what it has from its pool. */
  private void take(String group, Volume volume, int sign) {
    long extents = (volume.bytes + (4 << 20) - 1) >> 22;
    if (volume.pool.isEmpty()) {
      groups.merge(group, -sign * extents, Long::sum);
    }
    assertTrue(groups.get(group) >= 0, "no room in " + group);
  }

  private Optional<String> lvremove(List<String> argv) {
    Matcher selection = SELECTION.matcher(option(argv, "-S"));
    assertTrue(selection.matches(), argv::toString);
    String group = argv.get(argv.size() - 1);
    String name = selection.group(1);
    Volume there = volumes.get(group + "/" + name);
    boolean kept = selection.group(3).contains("thin_count") ? isUsed(name) : hasSnapshot(name);
    if (there == null || kept) {
      return Optional.of("");
    }
    List<String> tags =
        Stream.of(selection.group(2).split(" && ")).map(tag -> tag.replace("\"", "")).toList();
    if (there.tags.containsAll(tags)) {
      volumes.remove(group + "/" + name);
      take(group, there, -1);
    }
    return Optional.of("");
  }

  private boolean isUsed(String pool) {
    return volumes.values().stream().anyMatch(volume -> volume.pool.equals(pool));
  }

  /** One that would go with it; a thin clone would not. */
  private boolean hasSnapshot(String name) {
    return volumes.values().stream().anyMatch(it -> it.origin.equals(name) && it.pool.isEmpty());
  }

  /** Takes away the devices of a group. */
  void detach(String group) {
    groups.remove(group);
    volumes.keySet().removeIf(name -> name.startsWith(group + "/"));
  }

  private Optional<String> lvchange(List<String> argv) {
    if (argv.get(1).equals("-ay")) {
      volumes.get(argv.get(2)).active = true;
      return Optional.of("");
    }
    Volume volume = volumes.get(argv.get(3));
    assertTrue(volume.filled, () -> argv + " is not filled");
    volume.tags.remove(argv.get(2));
    return Optional.of("");
  }

  private Optional<String> lvextend(List<String> argv) {
    volumes.get(argv.get(3)).bytes = bytes(argv, "-L");
    return Optional.of("");
  }

  /** What qemu-img does: the volume has to be there, and marked. */
  void fill(String path) {
    Volume volume = volumes.get(path.replaceFirst("/dev/", ""));
    assertTrue(volume != null && volume.tags.contains("kvmcore.unfinished"), path);
    volume.filled = true;
  }

  private static String option(List<String> argv, String name) {
    return argv.get(argv.indexOf(name) + 1);
  }

  private static long bytes(List<String> argv, String name) {
    String text = option(argv, name);
    assertTrue(text.matches("[0-9]+b"), text);
    long bytes = Long.parseLong(text.substring(0, text.length() - 1));
    assertEquals(0, bytes % 512, "LVM takes whole sectors only");
    return bytes;
  }
}
