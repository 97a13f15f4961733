package io.github.kvmcore.cli.maintenance;

import io.github.kvmcore.cli.image.ImagePrune;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.ImageUsers;
import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.Leftovers;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.ImageCacheFolder;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.ownership.Ownership;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what {@code gc} can remove: what the engine finds, but for disks and images in use. */
final class LeftoverFinder {
  private final Session session;
  private final @Nullable Duration imageAge;
  private final boolean adopts;
  private final Set<String> notes = new LinkedHashSet<>();
  private @Nullable Leftovers last;

  /**
   * @param imageAge images that were fetched so long ago are found as well; null: none
   * @param adopts whether what only tags call kvmcore's can be removed
   */
  LeftoverFinder(Session session, @Nullable Duration imageAge, boolean adopts) {
    this.adopts = adopts;
    this.session = session;
    this.imageAge = imageAge;
  }

  /** Everything, in the order in which it can be removed; warns about what is left alone. */
  List<Leftover> find() {
    Leftovers leftovers = session.engine().leftovers(adopts);
    last = leftovers;
    leftovers.warnings().forEach(this::note);
    List<Leftover> found = new ArrayList<>();
    for (Leftover leftover : leftovers.found()) {
      if (leftover.kind() != Leftover.Kind.DISK || isFree(leftovers.images(), leftover)) {
        found.add(leftover);
      }
    }
    images(leftovers.images()).forEach(found::add);
    return found;
  }

  /** The size of a logical volume, when it was looked at last. */
  long volumeBytes(String volume) {
    return last == null ? 0 : last.volumeBytes().applyAsLong(volume);
  }

  private void note(String text) {
    if (notes.add(text)) {
      session.tell("warning: " + text);
    }
  }

  /** Overlays of it may lie about, or belong to a domain that does not run. */
  private boolean isFree(ImageUsers users, Leftover disk) {
    try {
      List<String> found = users.all(session.environment().path(disk.name()));
      if (!found.isEmpty()) {
        note(disk.name() + " stays: " + String.join(", ", found));
      }
      return found.isEmpty();
    } catch (UncheckedIOException e) {
      note(disk.name() + " stays, as it can't be seen what builds on it: " + e.getMessage());
      return false;
    }
  }

  private List<Leftover> images(ImageUsers users) {
    List<Leftover> found = new ArrayList<>();
    if (imageAge == null) {
      return found;
    }
    for (BaseImage image : ImagePrune.olderThan(session, imageAge)) {
      List<String> by = used(users, image.path());
      if (by.isEmpty()) {
        found.add(
            new Leftover(
                Leftover.Kind.IMAGE,
                image.path().toString(),
                null,
                image.fileBytes(),
                "no machine builds on it",
                image.fetchedAt().orElse(null),
                List.of(
                    delete(ImageCacheFolder.metadataFile(image.path())), delete(image.path()))));
      }
    }
    return found;
  }

  private Action delete(Path path) {
    return new Action.Delete(Ownership.cached(path, session.settings().imageCacheDir()));
  }

  private static List<String> used(ImageUsers users, Path image) {
    try {
      return users.all(image);
    } catch (UncheckedIOException e) {
      throw KvmcoreException.host(
          "it can't be seen what builds on the images: "
              + e.getMessage()
              + "\n  next: run it as a user that may read every disk, or without"
              + " --images-older-than");
    }
  }
}
