package io.github.kvmcore.image;

import io.github.kvmcore.image.catalogue.Catalogue;
import io.github.kvmcore.image.trust.PublisherKeys;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.ImageRequest.Kind;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.spec.CatalogueSettings;

/**
 * What must confirm an image, by the settings of this run: also one that came by other settings.
 */
record VerificationPolicy(CatalogueSettings settings, PublisherKeys keys) {
  /** Whether kvmcore chose the image itself, so that its publisher is known. */
  static boolean isCatalogued(OsRelease release) {
    return !Catalogue.channels(release.os()).isEmpty() && !release.channel().isEmpty();
  }

  /** Whether a signature must confirm it. */
  boolean isBySignature(Kind kind, OsRelease release) {
    boolean asked = isCatalogued(release) || !settings.keys().isEmpty();
    return settings.verify() && kind == Kind.URL && asked;
  }

  /** Whether an image that is in the cache is confirmed as it must be. */
  boolean counts(Kind kind, OsRelease release, BaseImage image) {
    return !isBySignature(kind, release)
        || keys.pins(release.os()).stream()
            .anyMatch(pin -> image.verified().equals(Signatures.VERIFIED + pin));
  }
}
