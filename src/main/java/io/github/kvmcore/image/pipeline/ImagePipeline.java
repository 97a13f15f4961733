package io.github.kvmcore.image.pipeline;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.DaemonThreads;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.check.Content;
import io.github.kvmcore.image.check.RefusedException;
import io.github.kvmcore.model.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one pass over an image's bytes: while they come they are looked at by all witnesses, unpacked
 * and written, each on a thread of its own, so that it lasts as long as the slowest of these.
 * Nothing counts before all have come to their end.
 */
public final class ImagePipeline {
  private final HostFiles files;
  private final HostAccess access;
  private final Unpacker unpacker;
  private final ImageProgress progress;
  private final String name;
  private final Expected expected;
  private final Path unpackedFile;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DaemonThreads("kvmcore-image"));

  /**
   * A pass.
   *
   * @param name of the image, for the progress
   * @param unpackedFile where what is unpacked, or copied, goes
   */
  public ImagePipeline(
      HostAccess access,
      long maxBytes,
      ImageProgress progress,
      String name,
      Expected expected,
      Path unpackedFile) {
    this.access = access;
    this.files = access.files();
    this.unpacker = new Unpacker(access, maxBytes);
    this.progress = progress;
    this.name = name;
    this.expected = expected;
    this.unpackedFile = unpackedFile;
  }

  /**
   * What came of it.
   *
   * @param image the image, in whichever format it is
   * @param digest SHA-512 of the bytes that came
   * @param written a digest of that file; of any other where it is not qcow2
   */
  public record Passed(Path image, Digest digest, Digest written) {}

  /**
   * Brings, confirms and unpacks.
   *
   * @throws RefusedException where the bytes are not what they should be
   * @throws KvmcoreException where the host is to blame, or this thread is interrupted
   * @throws UncheckedIOException where the bytes could not be had
   */
  public Passed run(Origin origin) {
    GrowingFile packed = new GrowingFile(files, origin.file());
    Future<?> bring = threads.submit(() -> bring(origin, packed));
    try {
      Passed passed = hear(origin, packed);
      Waiting.on(bring, () -> {});
      return passed;
    } catch (IOException e) {
      throw failure(packed, e);
    } finally {
      end();
    }
  }

  private static void bring(Origin origin, GrowingFile packed) {
    try {
      origin.bring().into(packed);
    } catch (RuntimeException e) {
      packed.fail(e);
    }
  }

  /** Hears the file's content, and another one where it gets that meanwhile. */
  private Passed hear(Origin origin, GrowingFile packed) throws IOException {
    while (true) {
      GrowingFile.View view = packed.view();
      GrowingFile unpacked = new GrowingFile(files, unpackedFile);
      try {
        return hear(origin, packed, view, unpacked);
      } catch (IOException | RuntimeException e) {
        if (view.holds() || packed.failure() != null || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        files.delete(unpackedFile);
      }
    }
  }

  private Passed hear(
      Origin origin, GrowingFile packed, GrowingFile.View view, GrowingFile unpacked)
      throws IOException {
    Runnable tell = () -> tell(packed, unpacked);
    Content content = Waiting.on(threads.submit(() -> first(view)), tell);
    // A file that is not packed has inside what came.
    GrowingFile.View inside = content.isCompressed() ? unpacked.view() : view;
    ImageVerifier verifier = new ImageVerifier(access, expected, threads, view, inside);
    Future<Path> work = threads.submit(() -> work(content, origin, view, unpacked));
    @Nullable RefusedException refused = null;
    Path image = unpackedFile;
    try {
      image = Waiting.on(work, tell);
    } catch (RefusedException e) {
      unpacked.fail(e);
      refused = e; // the witnesses may know better what is wrong
    } catch (IOException | RuntimeException e) {
      unpacked.fail(new IllegalStateException(e));
      throw e;
    }
    Digest digest = verifier.judge(refused == null, tell);
    if (refused != null) {
      throw refused;
    }
    Digest written = content.isCompressed() ? verifier.written(tell).orElse(digest) : digest;
    tell(packed, unpacked);
    progress.transferred(name, packed.total(), packed.total());
    return new Passed(image, digest, written);
  }

  /** What the file says in its first bytes that it is, once they are there. */
  private Content first(GrowingFile.View packed) throws IOException {
    packed.await(Content.HEAD_BYTES);
    byte[] head = files.head(packed.path(), Content.HEAD_BYTES);
    packed.await(1); // it was this content's head
    return Content.marked(head).orElse(Content.RAW);
  }

  /** Makes of the bytes a file that is not packed. */
  private Path work(Content content, Origin origin, GrowingFile.View packed, GrowingFile unpacked)
      throws IOException {
    if (content.isCompressed()) {
      unpacker.unpack(content, packed, unpacked);
      return unpacked.path();
    }
    packed.awaitEnd();
    if (origin.own()) {
      return packed.path();
    }
    unpacker.copy(packed, unpacked);
    return unpacked.path();
  }

  private void tell(GrowingFile packed, GrowingFile unpacked) {
    long bytes = unpacked.bytes();
    if (bytes > 0) {
      progress.unpacked(name, bytes);
    }
    long total = packed.total();
    long done = packed.slowest();
    // Who has read all need not be done with it: the whole is told once, at the end.
    progress.transferred(name, total > 0 ? Math.min(done, total - 1) : done, total);
  }

  private static RuntimeException failure(GrowingFile packed, IOException e) {
    RuntimeException known = packed.failure();
    return known == null
        ? new UncheckedIOException("can't read " + packed.path() + ": " + e.getMessage(), e)
        : known;
  }

  /** Ends what still runs; an interrupt stays pending and shortens nothing. */
  private void end() {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
        progress.note("a part of the work on the image does not end");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
