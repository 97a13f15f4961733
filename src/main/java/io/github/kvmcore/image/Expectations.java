package io.github.kvmcore.image;

import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.exec.Urls;
import io.github.kvmcore.model.Digest;
import io.github.kvmcore.model.ImageRequest;
import java.net.URI;
import java.util.Optional;

/** Finds out what an image's bytes must be, before the first of them is fetched. */
final class Expectations {
  private final Outside outside;
  private final ImageProgress progress;

  Expectations(Outside outside, ImageProgress progress) {
    this.outside = outside;
    this.progress = progress;
  }

  Expected of(ImageRequest request) {
    Digest digest = request.digest();
    if (digest != null) {
      return new Expected(digest, null, null, "digest");
    }
    return switch (request.kind()) {
      case URL ->
          published(URI.create(request.source()))
              .map(found -> new Expected(found, null, null, "DIGESTS"))
              .orElse(new Expected(null, null, null, "nothing"));
      case FILE -> new Expected(null, null, null, "nothing");
      case SMOKE -> new Expected(null, null, null, "built");
    };
  }

  private Optional<Digest> published(URI url) {
    URI beside = Urls.beside(url, ".DIGESTS");
    Optional<Digest> digest =
        outside
            .downloads()
            .text(beside)
            .flatMap(text -> DigestsFile.find(text, Sources.fileName(url)));
    if (digest.isEmpty()) {
      progress.warn(
          "nothing confirms the image: no digest is set, and "
              + Urls.shown(beside)
              + " names no SHA-512 or SHA-256 of it; set vm_image_digest");
    }
    return digest;
  }
}
