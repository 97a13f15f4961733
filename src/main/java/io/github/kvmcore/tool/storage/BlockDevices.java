package io.github.kvmcore.tool.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.exec.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code lsblk} and {@code wipefs}: what is on block devices, and what uses them. */
public final class BlockDevices {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BlockDevices() {}

  /**
   * What the kernel says of a device.
   *
   * @param bytes its size
   * @param users what uses it: mounts, partitions, other devices, being read-only
   */
  public record Seen(long bytes, List<String> users) {
    public Seen {
      users = List.copyOf(users);
    }
  }

  /**
   * Lists devices with what is made of them, which NAME makes a tree of; {@link #parseList} reads
   * it.
   */
  public static Command list(List<Path> devices) {
    return command(
        devices, "lsblk", "--json", "-b", "-p", "-o", "NAME,KNAME,TYPE,MOUNTPOINT,RO,SIZE");
  }

  /** Looks for signatures and changes nothing; {@link #parseSignatures} reads it. */
  public static Command signatures(List<Path> devices) {
    return command(devices, "wipefs", "--no-act", "--json", "--");
  }

  private static Command command(List<Path> devices, String... beginning) {
    List<String> argv = new ArrayList<>(List.of(beginning));
    devices.forEach(device -> argv.add(device.toString()));
    return Command.of(argv);
  }

  /**
   * Reads the output of {@link #list}: by the kernel's path. One that is no block device is left
   * out.
   *
   * @throws IllegalArgumentException where it is not what lsblk says
   */
  public static Map<String, Seen> parseList(String json) {
    Map<String, Seen> found = new TreeMap<>();
    for (JsonNode device : tree(json).path("blockdevices")) {
      List<String> users = new ArrayList<>();
      String mount = device.path("mountpoint").asText("");
      if (mount.equals("[SWAP]")) {
        users.add("swap in use");
      } else if (!mount.isEmpty() && !device.path("mountpoint").isNull()) {
        users.add("mounted on " + mount);
      }
      for (JsonNode child : device.path("children")) {
        users.add(child.path("type").asText() + " " + child.path("kname").asText());
      }
      // Older versions write every value as text.
      if (List.of("true", "1").contains(device.path("ro").asText())) {
        users.add("read-only");
      }
      found.put(device.path("kname").asText(), new Seen(device.path("size").asLong(), users));
    }
    return found;
  }

  /**
   * Reads the output of {@link #signatures}: by the device's name without its folder.
   *
   * @throws IllegalArgumentException where it is not what wipefs says
   */
  public static Map<String, List<String>> parseSignatures(String json) {
    Map<String, List<String>> found = new TreeMap<>();
    if (json.isBlank()) {
      return found; // as it is where no device has one
    }
    for (JsonNode signature : tree(json).path("signatures")) {
      List<String> types =
          found.computeIfAbsent(signature.path("device").asText(), device -> new ArrayList<>());
      String type = signature.path("type").asText() + " signature";
      if (!types.contains(type)) {
        types.add(type);
      }
    }
    return found;
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
