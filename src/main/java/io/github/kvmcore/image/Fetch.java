package io.github.kvmcore.image;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.check.Content;
import io.github.kvmcore.image.check.ImageCheck;
import io.github.kvmcore.image.check.ProgramFailure;
import io.github.kvmcore.image.check.RefusedException;
import io.github.kvmcore.image.pipeline.Expected;
import io.github.kvmcore.image.pipeline.ImageMetadataFile;
import io.github.kvmcore.image.pipeline.ImagePipeline;
import io.github.kvmcore.image.pipeline.ImagePipeline.Passed;
import io.github.kvmcore.image.pipeline.ImageProgress;
import io.github.kvmcore.image.pipeline.Origin;
import io.github.kvmcore.image.pipeline.StreamDigest;
import io.github.kvmcore.image.pipeline.Workspace;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.ImageRequest.Kind;
import io.github.kvmcore.tool.storage.QemuImg;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One image's way into the cache; the caller holds its lock. */
final class Fetch {
  private static final int IMAGE_MODE = 0600;

  /**
   * libvirt gives images to QEMU's user, and does not give them back; root reads them all the same.
   */
  private static final int IMAGE_MODE_OF_USERS = 0644;

  private final HostAccess access;
  private final HostFiles files;
  private final ImageSources sources;
  private final ExpectedDigestResolver digests;
  private final ImageCheck check;
  private final long maxBytes;
  private final ImageRequest request;
  private final ImageProgress progress;
  private final Workspace workspace;

  Fetch(
      HostAccess access,
      Path smokeBuilder,
      long maxBytes,
      ExpectedDigestResolver digests,
      ImageRequest request,
      ImageProgress progress) {
    this.access = access;
    this.files = access.files();
    this.sources = new ImageSources(access, smokeBuilder, progress);
    this.digests = digests;
    this.check = new ImageCheck(access);
    this.maxBytes = maxBytes;
    this.request = request;
    this.progress = progress;
    this.workspace = new Workspace(request.target());
  }

  /** Fetches, checks and puts in place; leaves nothing behind but what a later run can use. */
  BaseImage run(Instant now) {
    workspace.clear(files);
    try {
      Expected expected = digests.of(request);
      Passed passed = pass(sources.of(request, workspace), expected);
      Passed image = asQcow2(passed);
      long virtualBytes = check.check(image.image(), Content.QCOW2);
      BaseImage done = install(image, expected, virtualBytes, now);
      workspace.dropDownload(files);
      return done;
    } catch (RefusedException e) {
      throw refused(e);
    } finally {
      workspace.clear(files);
    }
  }

  private Passed pass(Origin origin, Expected expected) {
    Optional<FileFacts> before = origin.own() ? Optional.empty() : files.stat(origin.file());
    Path unpacked = workspace.unpacked();
    Passed passed =
        new ImagePipeline(access, maxBytes, progress, name(), expected, unpacked).run(origin);
    if (!origin.own() && !files.stat(origin.file()).equals(before)) {
      throw KvmcoreException.failed(
          origin.file() + " changed while it was read: run again when it is whole");
    }
    return passed;
  }

  private String name() {
    return request.kind() == Kind.URL
        ? Sources.fileName(URI.create(request.source()))
        : String.valueOf(request.target().getFileName());
  }

  private KvmcoreException refused(RefusedException e) {
    String next = request.kind() == Kind.FILE ? "\nit is not used" : "";
    if (workspace.putDownloadAside(files)) {
      next =
          "\nit is kept as "
              + workspace.bad()
              + " and not used; run again to fetch it once more, and if that fails the same way, check"
              + " the URL and the digest";
    }
    String source = request.shownSource();
    return KvmcoreException.failed("the image " + source + " " + e.reason() + next, e);
  }

  private Passed asQcow2(Passed passed) {
    Path image = passed.image();
    Content content = check.content(image);
    if (content.isCompressed()) {
      throw new RefusedException(
          "is compressed twice: inside is another " + content.word() + " file; unpack it first");
    }
    check.check(image, content);
    if (content == Content.QCOW2) {
      if (request.kind() != Kind.SMOKE) { // that one was just written here
        check.checkBody(image);
      }
      return passed;
    }
    Path converted = workspace.converted();
    createPrivate(converted);
    CommandResult result = access.commands().run(QemuImg.convert(image, "raw", converted, "qcow2"));
    if (!result.ok()) {
      String doing = "convert the image to qcow2";
      throw ProgramFailure.ofHost(result, doing, files, converted)
          .orElseGet(() -> KvmcoreException.failed("can't " + doing + "\n" + result.explain()));
    }
    Digest written = new StreamDigest(access, "sha512").ofWhole(converted);
    return new Passed(converted, passed.digest(), written);
  }

  /** Before a program writes it, which would make it with the umask's mode. */
  private void createPrivate(Path file) {
    try (OutputStream out = files.create(file)) {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The side file first: an image is there only once both are, and a file under the target's name
   * is always whole.
   */
  private BaseImage install(Passed passed, Expected expected, long virtualBytes, Instant now) {
    Path image = passed.image();
    files.seal(image, files.isRoot() ? IMAGE_MODE : IMAGE_MODE_OF_USERS);
    BaseImage done =
        new BaseImage(
            request.shownSource(),
            request.target(),
            ImageCheck.size(files, image),
            virtualBytes,
            passed.digest().toString(),
            expected.verified(),
            now.truncatedTo(ChronoUnit.SECONDS).toString(),
            request.release());
    ImageMetadataFile.write(files, done, passed.written().toString());
    files.move(image, request.target());
    return done;
  }
}
