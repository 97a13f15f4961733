package io.github.kvmcore.image;

import io.github.kvmcore.exec.DaemonThreads;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.failure.KvmcoreException;
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
final class Pass {
  private final HostFiles files;
  private final Outside outside;
  private final Unpacker unpacker;
  private final ImageProgress progress;
  private final String name;
  private final Expected expected;
  private final Path unpackedFile;
  private final boolean hearsInside;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DaemonThreads("kvmcore-image"));

  /**
   * A pass.
   *
   * @param name of the image, for the progress
   * @param unpackedFile where what is unpacked, or copied, goes
   * @param hearsInside whether the digest of what is inside is wanted as well
   */
  Pass(
      Outside outside,
      long maxBytes,
      ImageProgress progress,
      String name,
      Expected expected,
      Path unpackedFile,
      boolean hearsInside) {
    this.outside = outside;
    this.files = outside.files();
    this.unpacker = new Unpacker(outside, maxBytes);
    this.progress = progress;
    this.name = name;
    this.expected = expected;
    this.unpackedFile = unpackedFile;
    this.hearsInside = hearsInside;
  }

  /**
   * What came of it.
   *
   * @param image the image, in whichever format it is
   * @param digest of the bytes that came, as {@code sha512:<hex>}
   * @param inside of the image's file, likewise; null where it was not heard
   */
  record Passed(Path image, String digest, @Nullable String inside) {}

  /**
   * Brings, confirms and unpacks.
   *
   * @throws RefusedException where the bytes are not what they should be
   * @throws KvmcoreException where the host is to blame, or this thread is interrupted
   * @throws UncheckedIOException where the bytes could not be had
   */
  Passed run(Origin origin) {
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
    Witnesses witnesses =
        new Witnesses(outside, expected, threads, view, unpacked.view(), hearsInside);
    Future<Path> work = threads.submit(() -> work(origin, view, unpacked));
    Runnable tell = () -> tell(packed, unpacked);
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
    String digest = witnesses.judge(refused == null, tell);
    if (refused != null) {
      throw refused;
    }
    tell(packed, unpacked);
    progress.transferred(name, packed.total(), packed.total());
    if (image.equals(packed.path())) {
      return new Passed(image, digest, digest);
    }
    return new Passed(image, digest, hearsInside ? witnesses.inside(tell) : null);
  }

  /** Makes of the bytes a file that is not packed. */
  private Path work(Origin origin, GrowingFile.View packed, GrowingFile unpacked)
      throws IOException {
    boolean all = packed.await(Content.HEAD_BYTES);
    byte[] head = files.head(packed.path(), Content.HEAD_BYTES);
    packed.await(1); // it was this content's head
    Content content = Content.marked(head).orElse(Content.RAW);
    if (content.isCompressed()) {
      unpacker.unpack(content, packed, unpacked, hearsInside || expected.unpacked() != null);
      return unpacked.path();
    }
    if (expected.unpacked() != null) {
      throw new RefusedException("is not packed, as its publisher packs it");
    }
    if (!all) {
      packed.awaitEnd();
    }
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
