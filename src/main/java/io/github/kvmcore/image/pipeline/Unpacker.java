package io.github.kvmcore.image.pipeline;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.check.Content;
import io.github.kvmcore.image.check.ImageCheck;
import io.github.kvmcore.image.check.ProgramFailure;
import io.github.kvmcore.image.check.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Unpacks a file while it grows, by the fastest program that the host has, else by Java, and never
 * past a bound.
 */
final class Unpacker {
  private final HostAccess access;
  private final long maxBytes;

  Unpacker(HostAccess access, long maxBytes) {
    this.access = access;
    this.maxBytes = maxBytes;
  }

  /**
   * Unpacks.
   *
   * @param to is told what comes; its file must not exist
   * @throws RefusedException where the packed bytes are damaged, too many, or not the only ones
   * @throws IOException where the packed bytes do not come
   * @throws KvmcoreException where the host is to blame
   */
  void unpack(Content content, GrowingFile.View packed, GrowingFile to) throws IOException {
    Path file = to.path();
    try (OutputStream out = access.files().create(file);
        UnpackedSink sink = new UnpackedSink(out, to, maxBytes)) {
      if (!byProgram(content, packed, sink, file)) {
        byJava(content, packed, sink);
      }
    } catch (IOException e) {
      packed.awaitEnd(); // where that fails, it is why
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
    if (content == Content.BZIP2) {
      checkEnd(packed);
    }
    to.complete();
  }

  /** Copies what is not packed. */
  void copy(GrowingFile.View plain, GrowingFile to) throws IOException {
    try (InputStream in = plain.open();
        OutputStream out = access.files().create(to.path());
        UnpackedSink sink = new UnpackedSink(out, to, maxBytes)) {
      in.transferTo(sink);
    }
    to.complete();
  }

  /** Whether the host has a program; then it did all. */
  private boolean byProgram(
      Content content, GrowingFile.View packed, UnpackedSink sink, Path written)
      throws IOException {
    for (List<String> program : programs(content)) {
      Command command = Command.of(program);
      CommandResult result;
      try (InputStream in = packed.open()) {
        result = access.commands().stream(command, in, sink);
      }
      if (result.exitStatus() != CommandResult.NOT_FOUND) {
        judge(result, packed, sink, written);
        return true;
      }
    }
    return false;
  }

  private void judge(CommandResult result, GrowingFile.View packed, UnpackedSink sink, Path written)
      throws IOException {
    sink.checkBound();
    if (result.ok()) {
      return;
    }
    String doing = "unpack into " + written;
    Optional<KvmcoreException> host = ProgramFailure.ofHost(result, doing, access.files(), written);
    if (host.isPresent()) {
      throw host.get();
    }
    packed.awaitEnd(); // a program that is cut off says "damaged"
    throw new RefusedException("can't be unpacked; it is damaged or cut\n" + result.explain());
  }

  private void byJava(Content content, GrowingFile.View packed, UnpackedSink sink)
      throws IOException {
    try (InputStream in = packed.open()) {
      JavaUnpacker.unpack(content, in, sink);
    } catch (RefusedException e) {
      packed.awaitEnd();
      throw e;
    } catch (IOException e) {
      sink.checkBound();
      throw e;
    }
  }

  private void checkEnd(GrowingFile.View packed) throws IOException {
    packed.awaitEnd();
    long bytes = ImageCheck.size(access.files(), packed.path());
    try (InputStream in = access.files().open(packed.path())) {
      long before = Math.max(0, bytes - Bzip2End.BYTES);
      boolean there = in.skip(before) == before; // a replayed recording has no bytes
      if (there && !Bzip2End.is(in.readNBytes(Bzip2End.BYTES))) {
        throw new RefusedException("has something else behind the end of its bzip2 data");
      }
    }
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
      case XZ -> List.of(List.of("xz", "-dc", "-T0", "-M160MiB"));
      default -> throw new IllegalArgumentException(content + " is not compressed");
    };
  }
}
