package io.github.kvmcore.tool.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.storage.DiskUse;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.model.storage.VolumeGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * LVM's argument lists and its JSON. What removes a volume selects it by its tags as well: LVM
 * looks at them under its own lock, so that a volume of that name that somebody else has just made
 * is never taken.
 */
public final class Lvm {
  /** LVM's words where something has a volume open. */
  public static final String IN_USE = " in use.";

  /** Where in lv_attr a thin pool says whether what is new in it reads as zeros; see lvs(8). */
  private static final int ZEROES = 7;

  /** Where it says whether a volume is active. */
  private static final int STATE = 4;

  private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d{1,9})?");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> REPORT =
      List.of("--reportformat", "json", "--units", "b", "--nosuffix", "-o");

  private Lvm() {}

  /** LVM's words where there is no such group. */
  public static String noGroup(String group) {
    return "Volume group \"" + group + "\" not found";
  }

  /** Lists all volume groups; {@link #parseGroups} reads it. */
  public static Command groups() {
    return report("vgs", "vg_name,vg_extent_size,vg_free_count");
  }

  /** Lists all logical volumes; {@link #parseVolumes} reads it. */
  public static Command volumes() {
    return report("lvs", "vg_name,lv_name,lv_size,lv_tags,lv_attr,pool_lv,origin");
  }

  /** Asks how much of its group or pool each volume takes; {@link #parseUse} reads it. */
  public static Command use() {
    return report("lvs", "vg_name,lv_name,lv_size,data_percent");
  }

  private static Command report(String program, String fields) {
    return command(program, REPORT, List.of(fields));
  }

  /**
   * Makes a volume group of whole devices. Without {@code -y} it refuses a device on which it finds
   * anything.
   */
  public static Command createGroup(String group, long extentBytes, List<Path> devices) {
    return command(
        "vgcreate",
        List.of("--physicalextentsize", extentBytes + "b", group),
        devices.stream().map(Path::toString).toList());
  }

  /** Makes a volume whose beginning holds nothing of an earlier one. */
  public static Command create(String group, String name, long bytes, List<String> tags) {
    return command(
        "lvcreate",
        List.of("-y", "-Wy", "-Zy", "-n", name, "-L", bytes + "b"),
        tagged(tags, group));
  }

  /** Makes a pool of thin volumes, in which whatever is new reads as zeros. */
  public static Command createPool(String group, String pool, long bytes, List<String> tags) {
    return command(
        "lvcreate",
        List.of("-y", "--type", "thin-pool", "-Zy", "-n", pool, "-L", bytes + "b"),
        tagged(tags, group));
  }

  /** Makes a thin volume that takes from its pool only what is written to it. */
  public static Command createThin(
      String group, String pool, String name, long bytes, List<String> tags) {
    return command(
        "lvcreate",
        List.of("-y", "-n", name, "-V", bytes + "b", "--thinpool", pool),
        tagged(tags, group));
  }

  /**
   * Makes a thin volume with the content of another, in an instant. Not by {@code -s}, which needs
   * the kernel's dm_snapshot as well.
   */
  public static Command createClone(String group, String origin, String name, List<String> tags) {
    return command(
        "lvcreate",
        List.of("-y", "-kn", "--type", "thin", "-n", name),
        tagged(tags, group + "/" + origin));
  }

  /** Makes a volume larger. */
  public static Command extend(String group, String name, long bytes) {
    return command("lvextend", List.of("-L", bytes + "b"), List.of(group + "/" + name));
  }

  /** Says that a volume holds all that it should. */
  public static Command finish(String group, String name) {
    return command(
        "lvchange", List.of("--deltag", LogicalVolume.UNFINISHED), List.of(group + "/" + name));
  }

  /** Brings up the device of a volume; does nothing where it is there. */
  public static Command activate(String group, String name) {
    return command("lvchange", List.of("-ay"), List.of(group + "/" + name));
  }

  /**
   * Removes the volume of this name where it has all of these tags, and no snapshot that would go
   * with it; else does nothing.
   */
  public static Command remove(String group, String name, List<String> tags) {
    return remove(group, name, tags, " && lv_role!={thickorigin}");
  }

  /** Removes a pool in the same way, and only where no volume is in it. */
  public static Command removePool(String group, String pool, List<String> tags) {
    return remove(group, pool, tags, " && thin_count=0");
  }

  private static Command remove(String group, String name, List<String> tags, String more) {
    String all = tags.stream().map(tag -> '"' + tag + '"').collect(Collectors.joining(" && "));
    String selection = "lv_name=\"" + name + "\" && lv_tags={" + all + "}" + more;
    return command("lvremove", List.of("-f", "-y", "-S", selection), List.of(group));
  }

  private static List<String> tagged(List<String> tags, String where) {
    Stream<String> added = tags.stream().flatMap(tag -> Stream.of("--addtag", tag));
    return Stream.concat(added, Stream.of(where)).toList();
  }

  private static Command command(String program, List<String> options, List<String> rest) {
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(options);
    argv.addAll(rest);
    return Command.of(argv);
  }

  /**
   * Reads the output of {@link #groups}.
   *
   * @throws IllegalArgumentException where it is not what LVM says
   */
  public static List<VolumeGroup> parseGroups(String json) {
    return parse(
        json,
        "vg",
        row ->
            new VolumeGroup(
                text(row, "vg_name"),
                Math.max(1, number(row, "vg_extent_size")),
                number(row, "vg_free_count")));
  }

  /**
   * Reads the output of {@link #volumes}.
   *
   * @throws IllegalArgumentException where it is not what LVM says
   */
  public static List<LogicalVolume> parseVolumes(String json) {
    return parse(
        json,
        "lv",
        row ->
            new LogicalVolume(
                text(row, "vg_name"),
                text(row, "lv_name"),
                number(row, "lv_size"),
                tags(text(row, "lv_tags")),
                text(row, "lv_attr").startsWith("t"),
                text(row, "lv_attr").startsWith("z", ZEROES),
                text(row, "pool_lv"),
                text(row, "origin"),
                text(row, "lv_attr").startsWith("a", STATE)));
  }

  /**
   * Reads the output of {@link #use}: by {@code GROUP/NAME}. A thin volume takes of its pool what
   * was written to it, any other all of its size.
   *
   * @throws IllegalArgumentException where it is not what LVM says
   */
  public static Map<String, DiskUse> parseUse(String json) {
    Map<String, DiskUse> found = new HashMap<>();
    parse(
            json,
            "lv",
            row -> Map.entry(text(row, "vg_name") + "/" + text(row, "lv_name"), diskUse(row)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  private static DiskUse diskUse(JsonNode row) {
    long bytes = number(row, "lv_size");
    String percent = text(row, "data_percent");
    if (percent.isEmpty()) {
      return new DiskUse(bytes, bytes);
    }
    if (!PERCENT.matcher(percent).matches()) {
      throw new IllegalArgumentException("LVM's data_percent is no number");
    }
    return new DiskUse((long) (bytes * Double.parseDouble(percent) / 100), bytes);
  }

  private static Set<String> tags(String text) {
    return Stream.of(text.split(",", -1))
        .filter(tag -> !tag.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <T> List<T> parse(String json, String kind, Function<JsonNode, T> reader) {
    try {
      JsonNode report = JSON.readTree(json).path("report");
      if (!report.isArray()) {
        throw new IllegalArgumentException("LVM gave no report");
      }
      List<T> found = new ArrayList<>();
      report.forEach(part -> part.path(kind).forEach(row -> found.add(reader.apply(row))));
      return found;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("LVM said no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String text(JsonNode row, String field) {
    JsonNode value = row.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("LVM's report has no " + field);
    }
    return value.asText();
  }

  private static long number(JsonNode row, String field) {
    try {
      return Long.parseLong(text(row, field));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("LVM's " + field + " is no number", e);
    }
  }
}
