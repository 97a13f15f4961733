package io.github.kvmcore.image.pipeline;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.check.Content;
import io.github.kvmcore.image.check.ProgramFailure;
import io.github.kvmcore.image.check.Qcow2Header;
import io.github.kvmcore.image.check.RefusedException;
import io.github.kvmcore.model.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** All who say whether an image's bytes are the right ones, each on a thread of its own. */
final class ImageVerifier {
  private static final String RECORDED = "sha512";
  private static final String RIGHT = "is not what it should be";

  private final HostAccess access;
  private final Expected expected;
  private final ExecutorService threads;
  private final GrowingFile.View packed;
  private final Future<Digest> recorded;
  private final Future<Digest> digest;
  private final Future<Digest> given;
  private final @Nullable Future<CommandResult> signature;
  private final @Nullable Future<Digest> unpackedDigest;
  private final Future<Optional<Digest>> written;

  /** Lets them listen. */
  ImageVerifier(
      HostAccess access,
      Expected expected,
      ExecutorService threads,
      GrowingFile.View packed,
      GrowingFile.View inside) {
    this.access = access;
    this.expected = expected;
    this.threads = threads;
    this.packed = packed;
    this.recorded = listen(threads, RECORDED, packed);
    this.digest = confirming(threads, expected.packed());
    this.given = confirming(threads, expected.given());
    SignatureCheck check = expected.signature();
    this.signature = check == null ? null : threads.submit(() -> signature(check));
    Digest unpacked = expected.unpacked();
    this.unpackedDigest = unpacked == null ? null : listen(threads, unpacked.algorithm(), inside);
    this.written = threads.submit(() -> written(inside));
  }

  private Future<Digest> confirming(ExecutorService threads, @Nullable Digest wanted) {
    return wanted == null || wanted.algorithm().equals(RECORDED)
        ? recorded
        : listen(threads, wanted.algorithm(), packed);
  }

  private Future<Digest> listen(ExecutorService threads, String algorithm, GrowingFile.View file) {
    return threads.submit(() -> new StreamDigest(access, algorithm).take(file));
  }

  /** What is qcow2 inside is what will be looked at again; of a raw disk something else is made. */
  private Optional<Digest> written(GrowingFile.View unpacked) throws IOException {
    if (unpacked.equals(packed)) {
      return Optional.empty();
    }
    unpacked.await(Qcow2Header.MAGIC_BYTES);
    byte[] head = access.files().head(unpacked.path(), Qcow2Header.MAGIC_BYTES);
    boolean qcow2 = Content.marked(head).equals(Optional.of(Content.QCOW2));
    if (!qcow2) {
      return Optional.empty();
    }
    // One digest of the same bytes is enough, whichever it is.
    return Optional.of(
        unpackedDigest == null
            ? new StreamDigest(access, RECORDED).take(unpacked)
            : Waiting.on(unpackedDigest, () -> {}));
  }

  /**
   * The digest of the file that was unpacked; empty where it is no image yet.
   *
   * @param tell is called while it is waited for
   */
  Optional<Digest> written(Runnable tell) throws IOException {
    return Waiting.on(written, tell);
  }

  private CommandResult signature(SignatureCheck check) throws IOException {
    try (InputStream in = packed.open()) {
      return access.commands().stream(check.command(), in, null);
    }
  }

  /**
   * Hears all of them.
   *
   * @param whole whether what is inside is whole
   * @param tell is called while one is waited for
   * @return the SHA-512 of the packed bytes
   * @throws RefusedException where one of them speaks against the bytes
   * @throws IOException where the bytes did not come
   */
  Digest judge(boolean whole, Runnable tell) throws IOException {
    packed.awaitEnd();
    compare(expected.packed(), Waiting.on(digest, tell), RIGHT, "");
    compare(expected.given(), Waiting.on(given, tell), "is not what vm_image_digest says", "");
    SignatureCheck check = expected.signature();
    if (check != null && signature != null) {
      judge(check, Waiting.on(signature, tell), tell);
    }
    if (whole && unpackedDigest != null) {
      compare(expected.unpacked(), Waiting.on(unpackedDigest, tell), RIGHT, " of what is inside");
    }
    return Waiting.on(recorded, tell);
  }

  private void judge(SignatureCheck check, CommandResult result, Runnable tell) throws IOException {
    Path file = packed.path();
    Optional<KvmcoreException> host =
        ProgramFailure.ofHost(result, "check the signature of " + file, access.files(), file);
    if (host.isPresent()) {
      throw host.get();
    }
    boolean again = check.isRenewed(result);
    check.judge(again ? Waiting.on(threads.submit(() -> signature(check)), tell) : result);
  }

  private static void compare(@Nullable Digest wanted, Digest actual, String what, String of) {
    if (wanted != null && !wanted.equals(actual)) {
      throw new RefusedException(what + "\n  expected " + wanted + of + "\n  actual   " + actual);
    }
  }
}
