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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings what an image is made from onto this host, and confirms its digest. */
final class Origins {
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);
  private static final int OWNER_ONLY = 0700;

  private final Outside outside;
  private final HostFiles files;
  private final Path smokeBuilder;
  private final ImageProgress progress;

  Origins(Outside outside, Path smokeBuilder, ImageProgress progress) {
    this.outside = outside;
    this.files = outside.files();
    this.smokeBuilder = smokeBuilder;
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
    Digest published = request.digest() == null ? published(url, name).orElse(null) : null;
    Digest expected = request.digest() == null ? published : request.digest();
    outside
        .downloads()
        .download(
            url, workspace.download(), (bytes, total) -> progress.transferred(name, bytes, total));
    String digest = sha512(workspace.download());
    String wrong = expected == null ? null : mismatch(expected, workspace.download(), digest);
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
    String verified =
        request.digest() != null ? "digest" : published != null ? "DIGESTS" : "nothing";
    return new Origin(workspace.download(), digest, verified, true);
  }

  private Optional<Digest> published(URI url, String name) {
    URI beside = Urls.beside(url, ".DIGESTS");
    Optional<Digest> digest =
        outside.downloads().text(beside).flatMap(text -> DigestsFile.find(text, name));
    if (digest.isEmpty()) {
      progress.warn(
          "nothing confirms the image: no digest is set, and "
              + Urls.shown(beside)
              + " names no SHA-512 or SHA-256 of it; set vm_image_digest");
    }
    return digest;
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
        expected.algorithm().equals("sha512")
            ? sha512
            : expected.algorithm() + ":" + files.digest(file, expected.javaName());
    return actual.equals(expected.toString())
        ? null
        : "  expected " + expected + "\n  actual   " + actual;
  }
}
