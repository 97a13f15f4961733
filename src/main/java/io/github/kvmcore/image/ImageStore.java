package io.github.kvmcore.image;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.Folders;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.HostFiles.FileLock;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.catalogue.Published;
import io.github.kvmcore.image.check.ImageCheck;
import io.github.kvmcore.image.pipeline.ImageMetadataFile;
import io.github.kvmcore.image.pipeline.ImageProgress;
import io.github.kvmcore.image.pipeline.Workspace;
import io.github.kvmcore.image.trust.PublisherKeys;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageCacheFolder;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.ImageRequest.Kind;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.spec.CatalogueSettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cache of base images, shared by all clusters. An image in it is whole and checked, and is
 * never changed, written over or removed: machines' disks may be overlays of it.
 */
public final class ImageStore {
  /** All may pass through the folder, only its owner may list it. */
  private static final int FOLDER_MODE = 0711;

  private static final String ENDING = ".qcow2";

  private final HostAccess access;
  private final HostFiles files;
  private final Path folder;
  private final Path smokeBuilder;
  private final CatalogueSettings catalogue;
  private final VerificationPolicy policy;
  private final Limits limits;
  private final Clock clock;

  /**
   * Bounds.
   *
   * @param maxBytes an image that is larger when unpacked is refused
   * @param poll how often a lock that another run holds is asked for
   * @param patience after so long the other run is taken for stuck
   */
  public record Limits(long maxBytes, Duration poll, Duration patience) {
    public static final Limits DEFAULT =
        new Limits(64L << 30, Duration.ofMillis(500), Duration.ofHours(2));
  }

  /**
   * A store.
   *
   * @param folder the cache; made where it is missing
   * @param smokeBuilder the program that builds the smoke guest: {@code build-image OUTPUT WORKDIR}
   * @param catalogue who may have signed images
   */
  public ImageStore(
      HostAccess access, Path folder, Path smokeBuilder, CatalogueSettings catalogue) {
    this(access, folder, smokeBuilder, catalogue, Limits.DEFAULT, Clock.systemUTC());
  }

  public ImageStore(
      HostAccess access,
      Path folder,
      Path smokeBuilder,
      CatalogueSettings catalogue,
      Limits limits,
      Clock clock) {
    this.access = access;
    this.files = access.files();
    this.folder = folder;
    this.smokeBuilder = smokeBuilder;
    this.catalogue = catalogue;
    this.policy =
        new VerificationPolicy(
            catalogue, new PublisherKeys(access, new ImageCacheFolder(folder).keys(), catalogue));
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * The request for a source as the user gave it. Looks at the cache and at a local file, changes
   * nothing and starts nothing.
   *
   * @param source a URL, a file's path or {@code smoke}
   * @param digest what its bytes must have; null: looked for beside a URL
   * @param force fetch it even where it is in the cache, as a new generation
   * @param maxVirtualBytes the size of the machines' disks; 0: as large as the image's
   * @throws KvmcoreException with exit status 3 where the source is none
   */
  public ImageRequest request(
      String source, @Nullable Digest digest, boolean force, long maxVirtualBytes) {
    Kind kind = Sources.kind(source);
    String base = Sources.baseName(files, source, kind, folder, smokeBuilder, digest);
    OsRelease release = ImageNames.release(source, catalogue);
    Path target = target(base, force, kind, release);
    boolean signed = policy.isBySignature(kind, release);
    return new ImageRequest(source, kind, target, digest, maxVirtualBytes, release, signed);
  }

  /** What is to be known of an image that its name says is made for another platform than QEMU. */
  public static Optional<String> otherPlatform(String source) {
    return ImageNames.otherPlatform(source);
  }

  /** The same for an image of the catalogue. */
  ImageRequest request(
      Published published, @Nullable Digest digest, boolean force, long maxVirtualBytes) {
    OsRelease release = published.release();
    String source = Urls.withoutUser(published.image()).toString();
    String name =
        String.join(
            "-",
            release.os().toString(),
            release.channel(),
            release.version(),
            release.architecture());
    // One release has one name, in whichever of its files it comes.
    String key = Urls.key(published.image()).replaceFirst("(\\.img)$", "$1.bz2");
    String base = TargetNames.base(name, key + (digest == null ? "" : "\n" + digest));
    Path target = target(base, force, Kind.URL, release);
    boolean signed = policy.isBySignature(Kind.URL, release);
    return new ImageRequest(source, Kind.URL, target, digest, maxVirtualBytes, release, signed);
  }

  /** A new generation as well where the newest is not confirmed as it must be now. */
  private Path target(String base, boolean force, Kind kind, OsRelease release) {
    Path newest = TargetNames.choose(files, folder, base, force);
    boolean counts = at(newest).map(image -> counts(kind, release, image)).orElse(true);
    return counts ? newest : TargetNames.choose(files, folder, base, true);
  }

  /** Whether an image of the cache is confirmed as one of this kind and release must be. */
  boolean counts(Kind kind, OsRelease release, BaseImage image) {
    return policy.counts(kind, release, image);
  }

  /** The request for an image that is in the cache. */
  ImageRequest again(BaseImage image, @Nullable Digest digest, long maxVirtualBytes) {
    return new ImageRequest(
        image.source(),
        Kind.URL,
        image.path(),
        digest,
        maxVirtualBytes,
        image.release(),
        policy.isBySignature(Kind.URL, image.release()));
  }

  /** A request that can't be fetched, of a run that needs no image. */
  ImageRequest unresolved(
      String name, OsRelease release, @Nullable Digest digest, long maxVirtualBytes) {
    Path nowhere = folder.resolve(name.replace(' ', '-') + ENDING);
    return new ImageRequest(name, Kind.URL, nowhere, digest, maxVirtualBytes, release);
  }

  /**
   * The image that a request asks for, where it is in the cache and confirmed as it must be. Reads
   * one small file.
   *
   * @throws KvmcoreException with exit status 3 where its disk is larger than the machines'
   */
  public Optional<BaseImage> cached(ImageRequest request) {
    return at(request.target())
        .filter(image -> counts(request.kind(), request.release(), image))
        .map(image -> ImageCheck.fitting(image, request.maxVirtualBytes()));
  }

  /**
   * Brings an image into the cache, where it is not there yet. Of several runs that want the same
   * image one fetches it, and the others wait.
   *
   * @throws KvmcoreException where it can't be had, or must not be used
   */
  public BaseImage fetch(ImageRequest request, ImageProgress progress) {
    try {
      Optional<BaseImage> there = cached(request);
      return there.isPresent() ? there.get() : fetchLocked(request, progress);
    } catch (UncheckedIOException e) {
      throw KvmcoreException.failed(String.valueOf(e.getMessage()), e);
    }
  }

  /** The image of this path; empty where it is no longer there, or is not as it was fetched. */
  public Optional<BaseImage> at(Path image) {
    return ImageMetadataFile.read(files, image);
  }

  /** All whole images, by name. */
  public List<BaseImage> list() {
    return files.list(folder).stream()
        .filter(name -> name.endsWith(ENDING))
        .map(folder::resolve)
        .flatMap(path -> ImageMetadataFile.read(files, path).stream())
        .toList();
  }

  private BaseImage fetchLocked(ImageRequest request, ImageProgress progress) {
    Folders.make(files, folder, FOLDER_MODE);
    requireTrusted();
    FileLock lock = lock(request, progress);
    try {
      Optional<BaseImage> there = cached(request);
      if (there.isPresent()) {
        return there.get();
      }
      if (at(request.target()).isPresent()) { // came by a run that asked for less
        throw KvmcoreException.failed(
            "another run has just fetched "
                + request.target()
                + " and did not verify it; it is not used\n  next: run again: it is fetched again");
      }
      Fetch fetch =
          new Fetch(
              access,
              smokeBuilder,
              limits.maxBytes(),
              expectedDigests(progress),
              request,
              progress);
      return ImageCheck.fitting(fetch.run(clock.instant()), request.maxVirtualBytes());
    } finally {
      lock.close();
    }
  }

  /**
   * What is verified must not be swapped for something else afterwards.
   *
   * @throws KvmcoreException where others can write to the cache
   */
  public void requireTrusted() {
    files
        .untrusted(folder)
        .ifPresent(
            reason -> {
              throw KvmcoreException.settings(
                  List.of(
                      "vm_image_cache_dir: others could change images in "
                          + folder
                          + ": "
                          + reason
                          + ": give it to the user who runs kvmcore and take others' right to write"
                          + " (chown, chmod go-w), or choose another folder"));
            });
  }

  private ExpectedDigestResolver expectedDigests(ImageProgress progress) {
    Signatures signatures =
        new Signatures(access, new ImageCacheFolder(folder).keys(), policy.keys(), progress);
    return new ExpectedDigestResolver(access, catalogue, signatures, progress);
  }

  private FileLock lock(ImageRequest request, ImageProgress progress) {
    Path path = new Workspace(request.target()).lock();
    long end = System.nanoTime() + limits.patience().toNanos();
    for (boolean first = true; ; first = false) {
      Optional<FileLock> lock = files.tryLock(path, "kvmcore, fetching " + request.shownSource());
      if (lock.isPresent()) {
        return lock.get();
      }
      if (first) {
        progress.note("another run is fetching " + request.target() + ": waiting for it");
      }
      if (System.nanoTime() > end) {
        throw new KvmcoreException(
            ExitCode.LOCKED,
            "another run has been fetching "
                + request.target()
                + " for too long; it holds "
                + path);
      }
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(limits.poll().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KvmcoreException(ExitCode.INTERRUPTED, "interrupted");
    }
  }
}
