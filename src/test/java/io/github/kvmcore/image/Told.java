package io.github.kvmcore.image;

import io.github.kvmcore.image.pipeline.ImageProgress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told of the fetching of an image. */
public final class Told implements ImageProgress {
  /** Warnings as well, which begin with {@code warning: }. */
  final List<String> notes = new CopyOnWriteArrayList<>();

  public final List<String> transfers = new CopyOnWriteArrayList<>();
  public final List<Long> unpacked = new CopyOnWriteArrayList<>();

  @Override
  public void note(String text) {
    notes.add(text);
  }

  @Override
  public void warn(String text) {
    notes.add("warning: " + text);
  }

  @Override
  public void transferred(String what, long bytes, long total) {
    transfers.add(what + " " + bytes + "/" + total);
  }

  @Override
  public void unpacked(String what, long bytes) {
    unpacked.add(bytes);
  }
}
