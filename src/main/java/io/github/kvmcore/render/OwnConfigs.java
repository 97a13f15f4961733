package io.github.kvmcore.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * The user's own configuration of the guests, whole and checked, by the machine's name.
 *
 * @param ignition Ignition configs that are merged over kvmcore's, in this order
 * @param userData cloud-configs that stand in place of the profile's
 */
public record OwnConfigs(Map<String, List<String>> ignition, Map<String, String> userData) {
  public static final OwnConfigs NONE = new OwnConfigs(Map.of(), Map.of());

  /** Below this many bytes packing gains nothing that matters. */
  private static final int PACKED_FROM = 2048;

  public OwnConfigs {
    ignition = Map.copyOf(ignition);
    userData = Map.copyOf(userData);
  }

  /**
   * Whether a machine's ssh host keys are the user's own affair: by a config in place of kvmcore's,
   * or one that says something of them.
   */
  public boolean setsHostKey(String machine) {
    return userData.containsKey(machine)
        || ignition.getOrDefault(machine, List.of()).stream()
            .anyMatch(it -> it.contains("ssh_host_") || it.contains("HostKey"));
  }

  /** The entries of {@code ignition.config.merge} of a machine. */
  List<Map<String, String>> merges(String machine) {
    return ignition.getOrDefault(machine, List.of()).stream().map(OwnConfigs::merge).toList();
  }

  private static Map<String, String> merge(String config) {
    byte[] bytes = config.getBytes(UTF_8);
    boolean packed = bytes.length >= PACKED_FROM;
    String data = Base64.getEncoder().encodeToString(packed ? gzip(bytes) : bytes);
    // In one order always: a plan made twice is the same plan.
    Map<String, String> merge = new LinkedHashMap<>();
    merge.put("source", "data:;base64," + data);
    if (packed) {
      merge.put("compression", "gzip");
    }
    return merge;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory refuses nothing
    }
    return packed.toByteArray();
  }
}
