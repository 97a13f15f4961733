package io.github.kvmcore.image;

import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** All who say whether an image's bytes are the right ones, each on a thread of its own. */
final class Witnesses {
  private static final String RECORDED = "sha512";

  private final Outside outside;
  private final Expected expected;
  private final GrowingFile.View packed;
  private final Future<Digest> recorded;
  private final Future<Digest> digest;
  private final @Nullable Future<CommandResult> signature;
  private final @Nullable Future<Digest> unpackedDigest;
  private final @Nullable Future<Digest> inside;

  /**
   * Lets them listen.
   *
   * @param hearsInside whether {@link #inside} will be asked
   */
  Witnesses(
      Outside outside,
      Expected expected,
      ExecutorService threads,
      GrowingFile.View packed,
      GrowingFile.View unpacked,
      boolean hearsInside) {
    this.outside = outside;
    this.expected = expected;
    this.packed = packed;
    this.recorded = listen(threads, RECORDED, packed);
    Digest wanted = expected.packed();
    this.digest =
        wanted == null || wanted.algorithm().equals(RECORDED)
            ? recorded
            : listen(threads, wanted.algorithm(), packed);
    SignatureCheck check = expected.signature();
    this.signature = check == null ? null : threads.submit(() -> signature(check));
    Digest inside = expected.unpacked();
    this.unpackedDigest = inside == null ? null : listen(threads, inside.algorithm(), unpacked);
    this.inside = hearsInside ? listen(threads, RECORDED, unpacked) : null;
  }

  private Future<Digest> listen(ExecutorService threads, String algorithm, GrowingFile.View file) {
    return threads.submit(() -> new DigestWitness(outside, algorithm).take(file));
  }

  private CommandResult signature(SignatureCheck check) throws IOException {
    try (InputStream in = packed.open()) {
      return outside.commands().stream(check.command().withLimit(DigestWitness.LIMIT), in, null);
    }
  }

  /**
   * Hears all of them.
   *
   * @param whole whether what is inside is whole
   * @param tell is called while one is waited for
   * @return the digest of the packed bytes, as {@code sha512:<hex>}
   * @throws RefusedException where one of them speaks against the bytes
   * @throws IOException where the bytes did not come
   */
  String judge(boolean whole, Runnable tell) throws IOException {
    packed.awaitEnd();
    compare(expected.packed(), Waiting.on(digest, tell), "");
    SignatureCheck check = expected.signature();
    if (check != null && signature != null) {
      judge(check, Waiting.on(signature, tell));
    }
    if (whole && unpackedDigest != null) {
      compare(expected.unpacked(), Waiting.on(unpackedDigest, tell), " of what is inside");
    }
    return Waiting.on(recorded, tell).toString();
  }

  /** The digest of the unpacked bytes, as {@code sha512:<hex>}, where it was wanted. */
  String inside(Runnable tell) throws IOException {
    return Waiting.on(Objects.requireNonNull(inside), tell).toString();
  }

  private void judge(SignatureCheck check, CommandResult result) throws IOException {
    Path file = packed.path();
    Optional<KvmcoreException> host =
        ProgramFailure.ofHost(result, "check the signature of " + file, outside.files(), file);
    if (host.isPresent()) {
      throw host.get();
    }
    check.judge(result);
  }

  private static void compare(@Nullable Digest wanted, Digest actual, String of) {
    if (wanted != null && !wanted.equals(actual)) {
      throw new RefusedException(
          "is not what it should be\n  expected " + wanted + of + "\n  actual   " + actual);
    }
  }
}
