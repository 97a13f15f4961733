package io.github.kvmcore.cli.run;

import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.image.pipeline.ImageProgress;

/** Hands what happens to an image on to the run's progress. */
public record ImageNews(Progress progress) implements ImageProgress {
  @Override
  public void note(String text) {
    progress.note(text);
  }

  @Override
  public void warn(String text) {
    progress.warn(text);
  }

  @Override
  public void transferred(String what, long bytes, long total) {
    progress.transferred(what, bytes, total);
  }

  @Override
  public void unpacked(String what, long bytes) {
    progress.unpacked(what, bytes);
  }
}
