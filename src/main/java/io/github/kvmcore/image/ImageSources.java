package io.github.kvmcore.image;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.check.ImageCheck;
import io.github.kvmcore.image.check.ProgramFailure;
import io.github.kvmcore.image.pipeline.GrowingFile;
import io.github.kvmcore.image.pipeline.ImageProgress;
import io.github.kvmcore.image.pipeline.Origin;
import io.github.kvmcore.image.pipeline.Workspace;
import io.github.kvmcore.model.image.ImageRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Knows where what an image is made from comes from. */
public final class ImageSources {
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);
  private static final int OWNER_ONLY = 0700;

  private final HostAccess access;
  private final HostFiles files;
  private final Path smokeBuilder;
  private final ImageProgress progress;

  public ImageSources(HostAccess access, Path smokeBuilder, ImageProgress progress) {
    this.access = access;
    this.files = access.files();
    this.smokeBuilder = smokeBuilder;
    this.progress = progress;
  }

  public Origin of(ImageRequest request, Workspace workspace) {
    return switch (request.kind()) {
      case URL -> new Origin(workspace.download(), true, growing -> download(request, growing));
      case FILE -> {
        Path file = files.real(Sources.path(request.source(), request.target()));
        yield new Origin(file, false, ImageSources.this::read);
      }
      case SMOKE -> new Origin(workspace.built(), true, growing -> build(workspace, growing));
    };
  }

  private void download(ImageRequest request, GrowingFile growing) {
    Downloader.Progress told =
        new Downloader.Progress() {
          @Override
          public void at(long bytes, long total) {
            growing.at(bytes, total);
          }

          @Override
          public void restarted() {
            growing.restarted();
          }
        };
    access.downloads().download(URI.create(request.source()), growing.path(), told);
    growing.complete();
  }

  private void read(GrowingFile growing) {
    long bytes = ImageCheck.size(files, growing.path());
    growing.at(bytes, bytes);
    growing.complete();
  }

  private void build(Workspace workspace, GrowingFile growing) {
    progress.note("building the smoke guest's image");
    files.makeDirectory(workspace.buildFolder(), OWNER_ONLY);
    Command command =
        Command.of(
                smokeBuilder.toString(),
                workspace.built().toString(),
                workspace.buildFolder().toString())
            .withLimit(BUILD_LIMIT);
    CommandResult result = access.commands().run(command);
    if (!result.ok()) {
      throw ProgramFailure.ofHost(result, "build the smoke guest's image", files, workspace.built())
          .orElseGet(
              () ->
                  KvmcoreException.failed(
                      "can't build the smoke guest's image\n" + result.explain()));
    }
    read(growing);
  }
}
