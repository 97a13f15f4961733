package io.github.kvmcore.tool.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.exec.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code qemu-img}'s argument lists and its JSON. The format is always named: qemu-img must not
 * guess it, as a guest can write to its raw disk what looks like another format's header.
 */
public final class QemuImg {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Exit status of {@link #check} where the image is right but for space that is lost. */
  public static final int ONLY_LEAKS = 3;

  /** Reading a header takes no time; a hostile one must not take for ever. */
  private static final Duration INFO_LIMIT = Duration.ofSeconds(60);

  /** All tables of a large image on a slow disk. */
  private static final Duration CHECK_LIMIT = Duration.ofMinutes(5);

  private static final long INFO_MEMORY_BYTES = 1 << 30;

  private QemuImg() {}

  /** Tells about an image, as JSON; {@link #parseInfo} reads it. */
  public static Command info(Path image, String format) {
    return Command.of("qemu-img", "info", "--output=json", "-f", format, image.toString())
        .withLimit(INFO_LIMIT)
        .withMemory(INFO_MEMORY_BYTES);
  }

  /** Looks through a qcow2 image's tables; exit status 0, {@link #ONLY_LEAKS}, or damage. */
  public static Command check(Path image) {
    return Command.of("qemu-img", "check", "-q", "-f", "qcow2", image.toString())
        .withLimit(CHECK_LIMIT)
        .withMemory(INFO_MEMORY_BYTES);
  }

  /** Writes an image's whole content as a new file of another format. */
  public static Command convert(Path from, String fromFormat, Path to, String toFormat) {
    return Command.of(
            "qemu-img", "convert", "-f", fromFormat, "-O", toFormat, from.toString(), to.toString())
        .withLimit(Command.DISK_LIMIT);
  }

  /** Makes an empty disk, as a file that takes only what is written to it. */
  public static Command createEmpty(Path disk, long bytes) {
    return Command.of(
        "qemu-img", "create", "-q", "-f", "qcow2", disk.toString(), String.valueOf(bytes));
  }

  /**
   * Writes a qcow2 image's whole content over what a block device holds; the end of a larger device
   * stays as it is. In any order, several parts at once, and past the host's page cache.
   *
   * @param zeroed whether all of the device reads as zeros: nothing is then written where the image
   *     has zeros, so that a thin volume takes no room there
   */
  public static Command fill(Path image, Path device, boolean zeroed) {
    List<String> argv = new ArrayList<>(List.of("qemu-img", "convert", "-n"));
    if (zeroed) {
      argv.add("--target-is-zero");
    }
    argv.addAll(List.of("-f", "qcow2", "-O", "raw", "-W", "-m", "8", "-t", "none"));
    argv.addAll(List.of(image.toString(), device.toString()));
    return Command.of(argv).withLimit(Command.DISK_LIMIT);
  }

  /**
   * Makes a qcow2 file that holds only what differs from a qcow2 base.
   *
   * @param bytes virtual size; null: the base's
   */
  public static Command createOverlay(Path base, Path overlay, @Nullable Long bytes) {
    List<String> argv =
        new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b"));
    argv.add(base.toString());
    argv.add(overlay.toString());
    if (bytes != null) {
      argv.add(Long.toString(bytes));
    }
    return Command.of(argv);
  }

  /** Makes an image's disk larger; qemu-img refuses to make it smaller. */
  public static Command resize(Path image, String format, long bytes) {
    return Command.of(
        "qemu-img", "resize", "-q", "-f", format, image.toString(), Long.toString(bytes));
  }

  /**
   * Reads the output of {@link #info}.
   *
   * @throws IllegalArgumentException where it is not what qemu-img says
   */
  public static QemuImgInfo parseInfo(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      JsonNode size = root.path("virtual-size");
      if (!size.isIntegralNumber() || !root.path("format").isTextual()) {
        throw new IllegalArgumentException("qemu-img info names no format or no virtual-size");
      }
      JsonNode data = root.path("format-specific").path("data");
      return new QemuImgInfo(
          root.path("format").asText(),
          size.asLong(),
          text(root.path("backing-filename")),
          text(data.path("data-file")),
          root.path("encrypted").asBoolean() || data.has("encrypt"),
          data.path("corrupt").asBoolean());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("qemu-img info said no JSON: " + e.getMessage(), e);
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }
}
