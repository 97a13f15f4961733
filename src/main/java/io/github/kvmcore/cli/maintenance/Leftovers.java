package io.github.kvmcore.cli.maintenance;

import io.github.kvmcore.cli.image.ImagePrune;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.libvirt.gc.GcPlanner;
import io.github.kvmcore.engine.libvirt.gc.Leftover;
import io.github.kvmcore.engine.libvirt.read.HostInventory;
import io.github.kvmcore.engine.libvirt.read.InventoryReader;
import io.github.kvmcore.engine.libvirt.read.Volumes;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.ImageUsers;
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

/** Finds what {@code gc} can remove: looks at the whole host, and at what builds on disks. */
final class Leftovers {
  private final Session session;
  private final HostFiles files;
  private final @Nullable Duration imageAge;
  private final boolean adopts;
  private Volumes volumes = Volumes.NONE;
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * @param imageAge images that came so long ago can go; null: none
   * @param adopts whether what only tags call kvmcore's can go
   */
  Leftovers(Session session, @Nullable Duration imageAge, boolean adopts) {
    this.adopts = adopts;
    this.session = session;
    this.files = session.access().files();
    this.imageAge = imageAge;
  }

  /** Everything, in the order in which it can be removed; what stays for a reason is told. */
  List<Leftover> find() {
    InventoryReader reader =
        new InventoryReader(session.access(), session.settings(), session.programs());
    HostInventory inventory = reader.read();
    volumes = inventory.host().volumes();
    String obstacle = volumes.obstacle();
    if (obstacle != null) {
      note("logical volumes are not looked at: " + obstacle);
    }
    inventory.host().storages().stream()
        .flatMap(storage -> storage.doubts().stream())
        .forEach(doubt -> note(doubt.path() + " is left alone: " + doubt.reason()));
    Path cache = session.settings().imageCacheDir();
    String untrusted = inventory.untrusted().get(cache);
    if (untrusted != null) {
      note("the image cache is left alone: " + untrusted);
    }
    ImageUsers users = new ImageUsers(files, inventory.host(), cache);
    List<Leftover> found = new ArrayList<>();
    for (Leftover leftover : new GcPlanner(inventory, session.settings(), adopts).leftovers()) {
      if (leftover.kind() != Leftover.Kind.DISK || isFree(users, leftover)) {
        found.add(leftover);
      }
    }
    images(users).forEach(found::add);
    return found;
  }

  /** The host's logical volumes, as they were when it was looked at last. */
  Volumes volumes() {
    return volumes;
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
