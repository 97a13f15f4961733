package io.github.kvmcore.image;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.catalogue.Catalogue;
import io.github.kvmcore.image.catalogue.Published;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.spec.CatalogueSettings;
import io.github.kvmcore.spec.Settings;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which image is meant by settings that name a system and a channel. */
public final class ImageChoice {
  private final ImageStore store;
  private final Catalogue catalogue;
  private final CatalogueSettings wanted;
  private final @Nullable Digest digest;
  private final boolean force;
  private final long maxVirtualBytes;
  private final Consumer<String> warnings;

  /**
   * @param maxVirtualBytes the size of the machines' disks; 0: as large as the image's
   * @param warnings told what the user must see
   */
  public ImageChoice(
      ImageStore store,
      Downloader downloads,
      Settings settings,
      long maxVirtualBytes,
      Consumer<String> warnings) {
    this.store = store;
    this.wanted = settings.catalogue();
    this.catalogue = new Catalogue(downloads, wanted);
    this.digest = settings.imageDigest();
    this.force = settings.forceDownload();
    this.maxVirtualBytes = maxVirtualBytes;
    this.warnings = warnings;
  }

  /**
   * For a run that needs no image: nobody is asked, and of the release no more is known than the
   * settings say.
   */
  public ImageRequest unresolved() {
    String release = wanted.release() == null ? "" : wanted.release();
    OsRelease system = new OsRelease(wanted.os(), wanted.channel(), release, wanted.architecture());
    String name = wanted.os() + " " + wanted.channel() + (release.isEmpty() ? "" : " " + release);
    return store.unresolved(name, system, digest, maxVirtualBytes);
  }

  /** Whether it is a request of {@link #unresolved}, which can't be fetched. */
  public static boolean isUnresolved(ImageRequest request) {
    return request.kind() == ImageRequest.Kind.URL && !request.source().contains("://");
  }

  /**
   * The image's request, after the publisher was asked what the channel has now. Where the
   * publisher can't be reached, the newest that was fetched from there before.
   *
   * @param begun releases that machines of this cluster were begun with by a run that died; theirs
   *     is taken, so that they are finished
   * @throws KvmcoreException where there is no such image
   */
  public ImageRequest resolve(List<OsRelease> begun) {
    Optional<BaseImage> same =
        force
            ? Optional.empty()
            : known()
                .filter(it -> begun.contains(it.release()) || isAsked(it.release()))
                .findFirst();
    if (same.isPresent()) {
      return store.again(same.get(), digest, maxVirtualBytes);
    }
    try {
      return request(published());
    } catch (UncheckedIOException e) {
      Optional<BaseImage> newest =
          wanted.release() == null && !force
              ? known().max(Comparator.comparing(it -> it.release().version(), Versions::compare))
              : Optional.empty();
      BaseImage found =
          newest.orElseThrow(() -> KvmcoreException.failed(String.valueOf(e.getMessage()), e));
      warnings.accept(
          "the publisher of "
              + wanted.os()
              + " can't be reached; "
              + found.release().version()
              + " of "
              + found.fetched()
              + " is used, the newest in the cache, and there may be newer ones\n"
              + String.valueOf(e.getMessage()).indent(2).stripTrailing());
      return store.again(found, digest, maxVirtualBytes);
    }
  }

  private Published published() {
    String release = wanted.release();
    return release == null
        ? catalogue.newest(wanted.os(), wanted.channel(), wanted.architecture())
        : catalogue.release(wanted.os(), wanted.channel(), release, wanted.architecture());
  }

  private ImageRequest request(Published published) {
    return store.request(published, digest, force, maxVirtualBytes);
  }

  private boolean isAsked(OsRelease release) {
    return release.version().equals(wanted.release());
  }

  /** The cached images of the system, channel and architecture. */
  private Stream<BaseImage> known() {
    return store.list().stream()
        .filter(
            image -> {
              OsRelease release = image.release();
              return release.os() == wanted.os()
                  && release.channel().equals(wanted.channel())
                  && release.architecture().equals(wanted.architecture())
                  && (digest == null || image.digest().equals(digest.toString()))
                  && store.counts(ImageRequest.Kind.URL, release, image);
            });
  }
}
