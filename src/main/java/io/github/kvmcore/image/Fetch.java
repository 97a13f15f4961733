package io.github.kvmcore.image;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.exec.Urls;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.tool.QemuImg;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One image's way into the cache; the caller holds its lock. */
final class Fetch {
  private static final int IMAGE_MODE = 0600;
  private static final Duration COPY_LIMIT = Duration.ofMinutes(30);

  private final Outside outside;
  private final HostFiles files;
  private final Origins origins;
  private final Unpacker unpacker;
  private final ImageCheck check;
  private final ImageRequest request;
  private final Workspace workspace;

  Fetch(
      Outside outside,
      Path smokeBuilder,
      long maxBytes,
      Expectations expectations,
      ImageRequest request,
      ImageProgress progress) {
    this.outside = outside;
    this.files = outside.files();
    this.origins = new Origins(outside, smokeBuilder, expectations, progress);
    this.unpacker = new Unpacker(outside, maxBytes, progress);
    this.check = new ImageCheck(outside);
    this.request = request;
    this.workspace = new Workspace(request.target());
  }

  /** Fetches, checks and puts in place; leaves nothing behind but what a later run can use. */
  BaseImage run(Instant now) {
    workspace.clear(files);
    try {
      Origin origin = origins.obtain(request, workspace);
      Path image = asQcow2(origin);
      long virtualBytes = check.check(image, Content.QCOW2);
      BaseImage done = install(origin, image, virtualBytes, now);
      workspace.dropDownload(files);
      return done;
    } catch (RefusedException e) {
      workspace.putDownloadAside(files);
      throw KvmcoreException.failed(
          "the image " + Urls.shown(request.source()) + " " + e.reason(), e);
    } finally {
      workspace.clear(files);
    }
  }

  private Path asQcow2(Origin origin) {
    Path image = plain(origin);
    origins.checkUnpacked(image);
    Content content = check.content(image);
    if (content.isCompressed()) {
      throw new RefusedException(
          "is compressed twice: inside is another " + content.word() + " file; unpack it first");
    }
    check.check(image, content);
    if (content == Content.RAW) {
      run(
          QemuImg.convert(image, "raw", workspace.converted(), "qcow2"),
          "convert the image to qcow2",
          workspace.converted());
      return workspace.converted();
    }
    return image;
  }

  /** The image in a file of kvmcore's own, unpacked. */
  private Path plain(Origin origin) {
    Content content = check.content(origin.file());
    Path unpacked = workspace.unpacked();
    if (content.isCompressed()) {
      String name = String.valueOf(request.target().getFileName());
      unpacker.unpack(content, origin.file(), unpacked, name);
      return unpacked;
    }
    if (origin.own()) {
      return origin.file();
    }
    copy(origin.file(), unpacked);
    return unpacked;
  }

  private void copy(Path from, Path to) {
    Command command =
        Command.of("cp", "--reflink=auto", "--sparse=always", "--", from.toString(), to.toString())
            .withLimit(COPY_LIMIT);
    run(command, "copy the image", to);
  }

  private void run(Command command, String doing, Path written) {
    CommandResult result = outside.commands().run(command);
    if (!result.ok()) {
      Optional<KvmcoreException> host = ProgramFailure.ofHost(result, doing, files, written);
      throw host.orElseGet(
          () -> KvmcoreException.failed("can't " + doing + "\n" + result.explain()));
    }
  }

  /**
   * The side file first: an image is there only once both are, and a file under the target's name
   * is always whole.
   */
  private BaseImage install(Origin origin, Path image, long virtualBytes, Instant now) {
    files.seal(image, IMAGE_MODE);
    BaseImage done =
        new BaseImage(
            Urls.shown(request.source()),
            request.target(),
            WatchedRun.size(files, image),
            virtualBytes,
            origin.digest(),
            origin.verified(),
            now.truncatedTo(ChronoUnit.SECONDS).toString(),
            request.release());
    SideFile.write(files, done, files.digest(image, "SHA-512"));
    files.move(image, request.target());
    return done;
  }
}
