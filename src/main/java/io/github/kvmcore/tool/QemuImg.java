package io.github.kvmcore.tool;

import io.github.kvmcore.exec.Command;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Placeholder until the image room lands. */
public final class QemuImg {
  private QemuImg() {}

  public static Command convert(Path from, String fromFormat, Path to, String toFormat) {
    return Command.of(
        "qemu-img", "convert", "-f", fromFormat, "-O", toFormat, from.toString(), to.toString());
  }

  public static Command createOverlay(Path base, Path overlay, @Nullable Long bytes) {
    return bytes == null
        ? Command.of(
            "qemu-img",
            "create",
            "-q",
            "-f",
            "qcow2",
            "-F",
            "qcow2",
            "-b",
            base.toString(),
            overlay.toString())
        : Command.of(
            "qemu-img",
            "create",
            "-q",
            "-f",
            "qcow2",
            "-F",
            "qcow2",
            "-b",
            base.toString(),
            overlay.toString(),
            bytes.toString());
  }

  public static Command resize(Path image, String format, long bytes) {
    return Command.of(
        "qemu-img", "resize", "-q", "-f", format, image.toString(), Long.toString(bytes));
  }
}
