package io.github.kvmcore.image;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.catalogue.Catalogue;
import io.github.kvmcore.image.catalogue.Published;
import io.github.kvmcore.image.check.RefusedException;
import io.github.kvmcore.image.pipeline.Expected;
import io.github.kvmcore.image.pipeline.ImageProgress;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.spec.CatalogueSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks, before the first byte of an image is fetched, what its bytes must be. */
final class ExpectedDigestResolver {
  private static final String DIGEST = "digest";
  private static final String DIGESTS = "DIGESTS";
  private static final String NOTHING = "nothing";

  private final HostAccess access;
  private final CatalogueSettings settings;
  private final Signatures signatures;
  private final ImageProgress progress;

  /**
   * @param signatures asks for them
   */
  ExpectedDigestResolver(
      HostAccess access,
      CatalogueSettings settings,
      Signatures signatures,
      ImageProgress progress) {
    this.access = access;
    this.settings = settings;
    this.signatures = signatures;
    this.progress = progress;
  }

  /**
   * What is known of an image. Its signature's file, if any, is beside the request's target.
   *
   * @throws RefusedException where what the publisher says of it is not signed as it must be
   * @throws KvmcoreException where that can't be had
   */
  Expected of(ImageRequest request) {
    Digest given = request.digest();
    if (request.kind() == ImageRequest.Kind.SMOKE) {
      return new Expected(null, null, null, "built");
    }
    if (request.kind() == ImageRequest.Kind.FILE) {
      return new Expected(given, null, null, given == null ? NOTHING : DIGEST);
    }
    URI url = URI.create(request.source());
    if (VerificationPolicy.isCatalogued(request.release())) {
      return request.release().os() == Os.FCOS ? ofFedora(request, url) : ofChannel(request, url);
    }
    return request.signed()
        ? signed(request, url, Urls.beside(url, ".sig"), null)
        : byDigest(given, url);
  }

  private Expected ofChannel(ImageRequest request, URI url) {
    return request.signed()
        ? signed(request, url, Urls.beside(url, ".sig"), null)
        : unverified(byDigest(request.digest(), url));
  }

  /** The metadata is asked again, so that what holds is what is published now. */
  private Expected ofFedora(ImageRequest request, URI url) {
    OsRelease release = request.release();
    Catalogue catalogue = new Catalogue(access.downloads(), settings);
    Published published = catalogue.newest(release.os(), release.channel(), release.architecture());
    if (!published.release().equals(release)) {
      published =
          catalogue.release(
              release.os(), release.channel(), release.version(), release.architecture());
    }
    return request.signed()
        ? signed(request, url, published.signature(), published)
        : unverified(
            new Expected(published.packed(), request.digest(), published.unpacked(), null, DIGEST));
  }

  /** A signed list of digests, which is there before the image; else the image's own signature. */
  private Expected signed(
      ImageRequest request, URI url, URI signature, @Nullable Published published) {
    Os os = request.release().os();
    Digest given = request.digest();
    Optional<Signatures.Signed> listed =
        published == null ? signatures.digests(os, url) : Optional.empty();
    if (listed.isPresent()) {
      Signatures.Signed signed = listed.get();
      String name = Sources.fileName(url);
      Digest digest =
          DigestsFile.find(signed.text(), name, "the signed list beside it")
              .orElseThrow(
                  () ->
                      new RefusedException(
                          "is not in the signed list of digests beside it: no SHA-512 or SHA-256 of "
                              + name));
      requireSame(given, digest);
      return new Expected(digest, given, null, null, signed.verified());
    }
    Signatures.Detached detached = signatures.detached(os, signature, request.target());
    Digest packed = published == null ? null : published.packed();
    requireSame(given, packed);
    return new Expected(
        packed,
        given,
        published == null ? null : published.unpacked(),
        detached.check(),
        detached.verified());
  }

  private static void requireSame(@Nullable Digest given, @Nullable Digest published) {
    if (given != null
        && published != null
        && given.algorithm().equals(published.algorithm())
        && !given.equals(published)) {
      throw new RefusedException(
          "is not what vm_image_digest says\n  expected " + given + "\n  published " + published);
    }
  }

  /** By the user's digest, else by the one that the server has beside the image. */
  private Expected byDigest(@Nullable Digest given, URI url) {
    if (given != null) {
      return new Expected(given, null, null, DIGEST);
    }
    for (URI list : lists(url)) {
      Optional<Digest> digest =
          access
              .downloads()
              .text(list)
              .flatMap(text -> DigestsFile.find(text, Sources.fileName(url), Urls.shown(list)));
      if (digest.isPresent()) {
        return new Expected(digest.get(), null, null, DIGESTS);
      }
    }
    progress.warn(
        "nothing confirms the image: no digest is set, and neither "
            + Urls.shown(Urls.beside(url, ".DIGESTS"))
            + " nor another list beside the image names its SHA-512 or SHA-256\n  next: set"
            + " vm_image_digest");
    return new Expected(null, null, null, NOTHING);
  }

  /** Where publishers have digests: beside the image, or one list for a whole folder. */
  private static List<URI> lists(URI url) {
    List<URI> lists = new ArrayList<>();
    for (String ending : List.of(".DIGESTS", ".sha512", ".sha256")) {
      lists.add(Urls.beside(url, ending));
    }
    for (String name : List.of("SHA512SUMS", "SHA256SUMS")) {
      lists.add(Urls.beside(url, "").resolve(name));
    }
    return lists;
  }

  /** Digests that come from where the image does find a broken transfer, and prove nothing. */
  private Expected unverified(Expected expected) {
    return new Expected(expected.packed(), expected.given(), expected.unpacked(), null, NOTHING);
  }
}
