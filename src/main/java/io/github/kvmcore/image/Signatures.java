package io.github.kvmcore.image;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.image.check.RefusedException;
import io.github.kvmcore.image.pipeline.Expected;
import io.github.kvmcore.image.pipeline.ImageProgress;
import io.github.kvmcore.image.pipeline.SignatureCheck;
import io.github.kvmcore.image.pipeline.Workspace;
import io.github.kvmcore.image.trust.Gpg;
import io.github.kvmcore.image.trust.Keyring;
import io.github.kvmcore.image.trust.PublisherKeys;
import io.github.kvmcore.image.trust.Verdict;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.Urls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** The publishers' signatures of images: what is there, and who must have made it. */
final class Signatures {
  /**
   * Begins the words by which such an image counts as confirmed; the primary fingerprint follows.
   */
  static final String VERIFIED = "signature ";

  private static final int PRIVATE = 0600;
  private static final int MOST_BYTES = 1 << 20;

  private final HostAccess access;
  private final HostFiles files;
  private final Path folder;
  private final PublisherKeys keys;
  private final ImageProgress progress;

  /**
   * @param folder for keys, in the cache
   * @param progress notes what the user may want to know of a signature that counts
   */
  Signatures(HostAccess access, Path folder, PublisherKeys keys, ImageProgress progress) {
    this.access = access;
    this.files = access.files();
    this.folder = folder;
    this.keys = keys;
    this.progress = progress;
  }

  /**
   * A text that is signed.
   *
   * @param verified as in {@link Expected}
   */
  record Signed(String text, String verified) {}

  /**
   * A signature of the image's file, to be checked while that comes.
   *
   * @param verified as in {@link Expected}
   */
  record Detached(SignatureCheck check, String verified) {}

  /**
   * The list of digests beside an image, where it is signed: within itself, or by a file of its
   * own. Empty where there is none.
   *
   * @throws RefusedException where its signature does not count
   */
  Optional<Signed> digests(Os os, URI image) {
    URI within = Urls.beside(image, ".DIGESTS.asc");
    Optional<String> text = access.downloads().text(within);
    if (text.isPresent()) {
      return Optional.of(clearsigned(os, within, text.get()));
    }
    URI apart = Urls.beside(image, ".DIGESTS.sig");
    if (access.downloads().text(apart).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> list = access.downloads().text(Urls.beside(image, ".DIGESTS"));
    return list.map(found -> besides(os, apart, found));
  }

  /**
   * The signature of the image itself, fetched beside its target.
   *
   * @throws RefusedException where there is none, or one of a key that does not count
   */
  Detached detached(Os os, URI signature, Path target) {
    if (access.downloads().text(signature).isEmpty()) {
      throw new RefusedException(
          "is not signed: there is neither a signed list of digests beside it nor "
              + Urls.shown(signature)
              + "\nnext: where you know its digest from elsewhere, --no-verify with --image-digest"
              + " takes it without a signature");
    }
    Path file = new Workspace(target).signature();
    files.delete(file);
    access.downloads().download(signature, file, (bytes, total) -> {});
    String signer = signer(os, file, Urls.shown(signature));
    Gpg gpg = Gpg.find(access.commands(), folder);
    return new Detached(
        new Check(gpg.detached(keys.file(os), file), os, signer), VERIFIED + signer);
  }

  private Signed clearsigned(Os os, URI url, String text) {
    Keyring first = keys.of(os);
    Gpg gpg = Gpg.find(access.commands(), folder);
    Path file = folder.resolve(".signed-" + UUID.randomUUID());
    try {
      files.write(file, text, PRIVATE, null);
      Command command = gpg.clearsigned(keys.file(os), file);
      CommandResult result = access.commands().run(command);
      Verdict verdict = judged(os, Verdict.of(result.err()));
      if (isOutdated(verdict) && renewed(os, first)) {
        result = access.commands().run(command);
        verdict = judged(os, Verdict.of(result.err()));
      }
      String signer =
          requireGood(os, verdict, "has a list of digests, " + Urls.shown(url) + ", that");
      return new Signed(result.out(), VERIFIED + signer);
    } finally {
      files.delete(file);
    }
  }

  private Signed besides(Os os, URI url, String list) {
    Keyring first = keys.of(os);
    Gpg gpg = Gpg.find(access.commands(), folder);
    Path file = folder.resolve(".signed-" + UUID.randomUUID());
    try {
      access.downloads().download(url, file, (bytes, total) -> {});
      Command command = gpg.detached(keys.file(os), file).withInput(list);
      Verdict verdict = judged(os, Gpg.verdict(access.commands().run(command)));
      if (isOutdated(verdict) && renewed(os, first)) {
        verdict = judged(os, Gpg.verdict(access.commands().run(command)));
      }
      String signer = requireGood(os, verdict, "has a list of digests that by " + Urls.shown(url));
      return new Signed(list, VERIFIED + signer);
    } finally {
      files.delete(file);
      files.delete(file.resolveSibling(file.getFileName() + ".resume"));
    }
  }

  /** Who signed, as the signature says itself: so that a wrong key is told before a download. */
  private String signer(Os os, Path signature, String shown) {
    Keyring keyring = keys.of(os);
    byte[] bytes = read(signature);
    try {
      Optional<Keyring.Key> signer = keyring.signer(bytes);
      if (signer.isEmpty() && renewed(os, keyring)) {
        signer = keys.of(os).signer(bytes);
      }
      String found =
          signer
              .map(Keyring.Key::fingerprint)
              .orElseThrow(
                  () -> refused(os, "is signed, by " + shown + ",", Verdict.State.UNKNOWN_KEY, ""));
      if (!keys.pins(os).contains(found)) {
        throw refused(os, "is signed, by " + shown + ",", Verdict.State.GOOD, found);
      }
      return found;
    } catch (IllegalArgumentException e) {
      throw new RefusedException("has a signature, " + shown + ", that " + e.getMessage());
    }
  }

  private byte[] read(Path file) {
    try (InputStream in = files.open(file)) {
      return in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  /** A key that has expired counts for what it signed before, unless it is revoked as well. */
  private Verdict judged(Os os, Verdict verdict) {
    Verdict.ExpiredKey expired = verdict.expired();
    boolean revoked = expired != null && keys.of(os).isRevoked(expired.fingerprint());
    return revoked ? verdict.revoked() : verdict;
  }

  private static boolean isOutdated(Verdict verdict) {
    return verdict.state() == Verdict.State.EXPIRED || verdict.state() == Verdict.State.UNKNOWN_KEY;
  }

  /** Fetches the publisher's key again, once: it is kept, and may have been renewed since. */
  private boolean renewed(Os os, Keyring before) {
    if (keys.isGiven()) {
      return false;
    }
    Keyring now = keys.fetch(os);
    return !Arrays.equals(now.bytes(), before.bytes());
  }

  /** The signer, where the signature counts. */
  private String requireGood(Os os, Verdict verdict, String subject) {
    if (verdict.state() != Verdict.State.GOOD || !keys.pins(os).contains(verdict.signer())) {
      throw refused(os, subject, verdict.state(), verdict.signer());
    }
    noteExpiry(verdict);
    return verdict.signer();
  }

  private void noteExpiry(Verdict verdict) {
    Verdict.ExpiredKey expired = verdict.expired();
    if (expired != null) {
      progress.note(
          "signed by a key that expired on "
              + LocalDate.ofInstant(expired.since(), ZoneOffset.UTC)
              + ", before it expired; the signature counts ("
              + verdict.signer()
              + ")");
    }
  }

  private RefusedException refused(Os os, String subject, Verdict.State state, String signer) {
    String pins = String.join(" ", keys.pins(os));
    String why =
        switch (state) {
          case GOOD ->
              "is signed by a key that is not pinned, "
                  + signer
                  + "\nnext: if that is the publisher's (compare it with what they say elsewhere):"
                  + " -e image_key_fingerprints="
                  + signer;
          case BAD ->
              "was changed after it was signed: the signature is bad"
                  + "\nnext: run again; if it stays so, the publisher or what is between is not to"
                  + " be trusted";
          case EXPIRED ->
              "is signed by a key that had expired before, or the signature itself has expired, "
                  + signer
                  + expired(os);
          case REVOKED -> "is signed by a key that its owner has revoked, " + signer;
          case UNKNOWN_KEY ->
              "is signed by somebody else's key"
                  + (signer.isEmpty() ? "" : ", " + signer)
                  + "\nwanted: "
                  + (pins.isEmpty() ? "none is pinned" : pins)
                  + ", with its sub-keys as in "
                  + keys.file(os);
          case NONE -> "holds no signature that can be read";
        };
    return new RefusedException(subject + " " + why);
  }

  private String expired(Os os) {
    return keys.isGiven()
        ? "\nnext: get the publisher's current key, and name that file by image_keys"
        : "\nnext: the publisher's key was fetched again just now and is still expired. When there is"
            + " a newer one: rm "
            + keys.file(os)
            + ", and run again";
  }

  /** What the checker's command must say. */
  private final class Check implements SignatureCheck {
    private final Command command;
    private final Os os;
    private final String signer;

    Check(Command command, Os os, String signer) {
      this.command = command;
      this.os = os;
      this.signer = signer;
    }

    @Override
    public Command command() {
      return command;
    }

    @Override
    public boolean isRenewed(CommandResult result) {
      return isOutdated(judged(os, Gpg.verdict(result))) && renewed(os, keys.of(os));
    }

    @Override
    public void judge(CommandResult result) {
      Verdict verdict = judged(os, Gpg.verdict(result));
      if (verdict.state() != Verdict.State.GOOD || !verdict.signer().equals(signer)) {
        RefusedException refused = refused(os, "", verdict.state(), verdict.signer());
        throw new RefusedException(
            refused.reason().strip()
                + (verdict.state() == Verdict.State.NONE ? "\n" + result.explain() : ""));
      }
      noteExpiry(verdict);
    }
  }
}
