package io.github.kvmcore.image;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.FileFacts;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.exec.Urls;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Digest;
import io.github.kvmcore.model.ImageRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings what an image is made from onto this host, and confirms its digest. */
final class Origins {
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);
  private static final int OWNER_ONLY = 0700;

  private final Outside outside;
  private final HostFiles files;
  private final Path smokeBuilder;
  private final Expectations expectations;
  private final ImageProgress progress;
  private @Nullable Expected expected;

  Origins(Outside outside, Path smokeBuilder, Expectations expectations, ImageProgress progress) {
    this.outside = outside;
    this.files = outside.files();
    this.smokeBuilder = smokeBuilder;
    this.expectations = expectations;
    this.progress = progress;
  }

  Origin obtain(ImageRequest request, Workspace workspace) {
    return switch (request.kind()) {
      case URL -> download(request, workspace);
      case FILE -> local(request);
      case SMOKE -> build(workspace);
    };
  }

  private Origin download(ImageRequest request, Workspace workspace) {
    URI url = URI.create(request.source());
    String name = Sources.fileName(url);
    Expected known = expectations.of(request);
    expected = known;
    outside
        .downloads()
        .download(
            url, workspace.download(), (bytes, total) -> progress.transferred(name, bytes, total));
    String digest = sha512(workspace.download());
    Digest packed = known.packed();
    String wrong = packed == null ? null : mismatch(packed, workspace.download(), digest);
    if (wrong != null) {
      workspace.putDownloadAside(files);
      throw KvmcoreException.failed(
          "the image from "
              + Urls.shown(url)
              + " is not what it should be\n"
              + wrong
              + "\nit is kept as "
              + workspace.bad()
              + " and not used; run again to fetch it anew, and if that fails the same way, check"
              + " the URL and the digest");
    }
    checkSignature(known.signature(), workspace.download());
    return new Origin(workspace.download(), digest, known.verified(), true);
  }

  /** By the file's name, as the bytes are all there. */
  private void checkSignature(@Nullable SignatureCheck check, Path file) {
    if (check != null) {
      List<String> argv = new ArrayList<>(check.command().argv());
      argv.set(argv.size() - 1, file.toString());
      check.judge(outside.commands().run(Command.of(argv).withLimit(check.command().limit())));
    }
  }

  /**
   * Looks at what a download holds.
   *
   * @throws RefusedException where it is not what its publisher says
   */
  void checkUnpacked(Path file) {
    Digest digest = expected == null ? null : expected.unpacked();
    String wrong = digest == null ? null : mismatch(digest, file, "");
    if (wrong != null) {
      throw new RefusedException("does not unpack to what it should\n" + wrong);
    }
  }

  private Origin local(ImageRequest request) {
    Path file = files.real(Sources.path(request.source(), request.target()));
    Optional<FileFacts> before = files.stat(file);
    String digest = sha512(file);
    Digest expected = request.digest();
    String wrong = expected == null ? null : mismatch(expected, file, digest);
    if (!files.stat(file).equals(before)) {
      throw KvmcoreException.failed(
          file + " changed while it was read: run again when it is whole");
    }
    if (wrong != null) {
      throw KvmcoreException.failed(
          "the image " + file + " is not what it should be\n" + wrong + "\nit is not used");
    }
    return new Origin(file, digest, expected == null ? "nothing" : "digest", false);
  }

  private Origin build(Workspace workspace) {
    progress.note("building the smoke guest's image");
    files.makeDirectory(workspace.buildFolder(), OWNER_ONLY);
    Command command =
        Command.of(
                smokeBuilder.toString(),
                workspace.built().toString(),
                workspace.buildFolder().toString())
            .withLimit(BUILD_LIMIT);
    CommandResult result = outside.commands().run(command);
    if (!result.ok()) {
      throw ProgramFailure.ofHost(result, "build the smoke guest's image", files, workspace.built())
          .orElseGet(
              () ->
                  KvmcoreException.failed(
                      "can't build the smoke guest's image\n" + result.explain()));
    }
    return new Origin(workspace.built(), sha512(workspace.built()), "built", true);
  }

  private String sha512(Path file) {
    return "sha512:" + files.digest(file, "SHA-512");
  }

  /** What differs, in two lines; null where nothing does. */
  private @Nullable String mismatch(Digest expected, Path file, String sha512) {
    String actual =
        expected.algorithm().equals("sha512") && !sha512.isEmpty()
            ? sha512
            : expected.algorithm() + ":" + files.digest(file, expected.javaName());
    return actual.equals(expected.toString())
        ? null
        : "  expected " + expected + "\n  actual   " + actual;
  }
}
