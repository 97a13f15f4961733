package io.github.kvmcore.image;

import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.Folders;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.HostFiles.FileLock;
import io.github.kvmcore.image.pipeline.ImageMetadataFile;
import io.github.kvmcore.image.pipeline.Workspace;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Digest;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks after the images that are in the cache: whether they are as they came, and the removal of
 * those that nobody needs.
 *
 * <p>A run that will build on an image holds it from before it looks whether the image is there. A
 * removal hides the image first and looks for holders then: one of the two always sees the other.
 */
public final class ImageCare {
  private static final String CHANGED = "changed";
  private static final String UNKNOWN = "unknown";
  private static final String ENDING = ".qcow2";
  private static final String HIDDEN = ".pruned";
  private static final String HOLD = ".hold-";
  private static final int FOLDER_MODE = 0711;

  private final HostFiles files;
  private final Path folder;

  /**
   * @param folder the cache
   */
  public ImageCare(HostFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * How an image is now.
   *
   * @param state {@code ok}, {@code changed}, or {@code unknown} where nobody wrote down how it was
   * @param detail what changed; empty where nothing did
   */
  public record Condition(Path image, String state, String detail) {}

  /** The paths of all images, those that were changed as well. */
  public List<Path> images() {
    return files.list(folder).stream()
        .filter(name -> name.endsWith(ENDING))
        .map(folder::resolve)
        .filter(image -> files.stat(ImageMetadataFile.beside(image)).isPresent())
        .toList();
  }

  /** Looks at the whole file; one that was changed is noted down, and no longer used. */
  public Condition look(Path image) {
    Condition found = condition(image);
    boolean changed = found.state().equals(CHANGED);
    if (changed != ImageMetadataFile.isChanged(files, image) && !found.state().equals(UNKNOWN)) {
      Optional<FileLock> lock = files.tryLock(new Workspace(image).lock(), "kvmcore image verify");
      if (lock.isPresent()) { // else it is being removed or fetched
        ImageMetadataFile.mark(files, image, changed);
        lock.get().close();
      }
    }
    return found;
  }

  private Condition condition(Path image) {
    Optional<Long> bytes = files.stat(image).filter(FileFacts::isFile).map(FileFacts::bytes);
    if (bytes.isEmpty()) {
      return new Condition(image, CHANGED, "it is gone, or is no file");
    }
    Optional<BaseImage> noted = ImageMetadataFile.noted(files, image);
    if (noted.isPresent() && noted.get().fileBytes() != bytes.get()) {
      return new Condition(
          image,
          CHANGED,
          "it has " + bytes.get() + " bytes; it came with " + noted.get().fileBytes());
    }
    Optional<Digest> content = ImageMetadataFile.content(files, image);
    if (noted.isEmpty() || content.isEmpty()) {
      return new Condition(image, UNKNOWN, "how it came was not written down");
    }
    String now = files.digest(image, content.get().javaName());
    return now.equals(content.get().hex())
        ? new Condition(image, "ok", "")
        : new Condition(
            image,
            CHANGED,
            "its "
                + content.get().javaName()
                + " is "
                + now
                + "; it came with "
                + content.get().hex());
  }

  /** Keeps an image from being removed until it is given back. */
  public FileLock hold(Path image) {
    Folders.make(files, folder, FOLDER_MODE);
    while (true) {
      Path file = image.resolveSibling(image.getFileName() + HOLD + UUID.randomUUID());
      Optional<FileLock> lock = files.tryLock(file, "kvmcore, building on " + image);
      if (lock.isPresent()) {
        return lock.get();
      }
    }
  }

  /**
   * Removes an image, unless it is needed.
   *
   * @param users asked, while the image is hidden, who builds on it now
   * @return why it stays; empty where it was removed
   */
  public List<String> remove(Path image, Supplier<List<String>> users) {
    Optional<FileLock> lock = files.tryLock(new Workspace(image).lock(), "kvmcore image prune");
    if (lock.isEmpty()) {
      return List.of("another run is fetching it");
    }
    Path side = ImageMetadataFile.beside(image);
    Path hidden = side.resolveSibling(side.getFileName() + HIDDEN);
    boolean removed = false;
    try {
      if (files.stat(side).isEmpty()) {
        return List.of("another run has removed it");
      }
      files.move(side, hidden);
      List<String> found = isHeld(image) ? List.of("another run is building on it") : users.get();
      if (found.isEmpty()) {
        files.delete(image);
        files.delete(hidden);
        removed = true;
      }
      return found;
    } finally {
      if (!removed && files.stat(hidden).isPresent()) {
        files.move(hidden, side);
      }
      lock.get().close();
    }
  }

  /** Brings back what a removal that died had hidden. */
  public void recover() {
    for (String name : names()) {
      if (name.endsWith(ImageMetadataFile.ENDING + HIDDEN)) {
        Path hidden = folder.resolve(name);
        String image =
            name.substring(0, name.length() - (ImageMetadataFile.ENDING + HIDDEN).length());
        Optional<FileLock> lock =
            files.tryLock(new Workspace(folder.resolve(image)).lock(), "kvmcore image prune");
        if (lock.isPresent()) {
          Path side = ImageMetadataFile.beside(folder.resolve(image));
          boolean there = files.stat(folder.resolve(image)).isPresent();
          if (there && files.stat(side).isEmpty()) {
            files.move(hidden, side);
          } else { // the image is gone, or was fetched again since
            files.delete(hidden);
          }
          lock.get().close();
        }
      }
    }
  }

  /** Removes what runs that were killed left of their holding and fetching of images. */
  public void clearLocks() {
    isHeld(name -> name.contains(HOLD) || name.endsWith(ENDING + Workspace.LOCK));
  }

  /** What lies in the cache; nothing where others could have put it there. */
  private List<String> names() {
    return files.untrusted(folder).isPresent() ? List.of() : files.list(folder);
  }

  /** Whether a run holds it; what runs that were killed left of that is removed. */
  private boolean isHeld(Path image) {
    return isHeld(name -> name.startsWith(image.getFileName() + HOLD));
  }

  private boolean isHeld(Predicate<String> which) {
    boolean held = false;
    for (String name : names()) {
      if (which.test(name)) {
        try {
          Optional<FileLock> lock = files.tryLock(folder.resolve(name), "kvmcore image prune");
          held |= lock.isEmpty();
          lock.ifPresent(FileLock::close);
        } catch (UncheckedIOException e) {
          held = true; // another user's, or no file: whose run that is can't be known
        }
      }
    }
    return held;
  }
}
