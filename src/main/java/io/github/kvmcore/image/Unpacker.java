package io.github.kvmcore.image;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Unpacks by the fastest program that the host has, else by Java, and never past a bound. */
final class Unpacker {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final Outside outside;
  private final long maxBytes;
  private final ImageProgress progress;

  Unpacker(Outside outside, long maxBytes, ImageProgress progress) {
    this.outside = outside;
    this.maxBytes = maxBytes;
    this.progress = progress;
  }

  /**
   * Unpacks into a new file.
   *
   * @param what the image's name, for progress and messages
   * @throws RefusedException where the packed file is damaged or too large
   * @throws KvmcoreException where the host is to blame
   */
  void unpack(Content content, Path packed, Path to, String what) {
    for (List<String> program : programs(content)) {
      if (byProgram(program, packed, to, what)) {
        return;
      }
      outside.files().delete(to);
    }
    new JavaUnpacker(outside.files(), maxBytes, progress)
        .unpack(content, packed, to, "unpack " + what);
  }

  static RefusedException tooLarge(long maxBytes) {
    return new RefusedException(
        "becomes larger than " + ByteSize.text(maxBytes) + " when unpacked; that is no image");
  }

  /** Whether the host has the program; then it did all. */
  private boolean byProgram(List<String> program, Path packed, Path to, String what) {
    List<String> argv = new ArrayList<>(program);
    argv.add(packed.toString());
    Command command = Command.of(argv).withOutputFile(to).withLimit(LIMIT);
    CommandResult result =
        new WatchedRun(outside, maxBytes, progress).run(command, to, "unpack " + what);
    if (WatchedRun.size(outside.files(), to) > maxBytes) {
      throw tooLarge(maxBytes);
    }
    if (result.exitStatus() == CommandResult.NOT_FOUND) {
      return false;
    }
    if (!result.ok()) {
      Optional<KvmcoreException> host =
          ProgramFailure.ofHost(result, "unpack " + what, outside.files(), to);
      if (host.isPresent()) {
        throw host.get();
      }
      throw new RefusedException("can't be unpacked; it is damaged or cut\n" + result.explain());
    }
    return true;
  }

  private static List<List<String>> programs(Content content) {
    String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
    return switch (content) {
      case BZIP2 ->
          List.of(
              List.of("lbzip2", "-dc", "-n", cores),
              List.of("pbzip2", "-dc"),
              List.of("bzip2", "-dc"));
      case GZIP -> List.of(List.of("pigz", "-dc"), List.of("gzip", "-dc"));
      case XZ -> List.of(List.of("xz", "-dc", "-T0", "-M1GiB"));
      default -> throw new IllegalArgumentException(content + " is not compressed");
    };
  }
}
