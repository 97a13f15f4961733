package io.github.kvmcore.exec.file;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes folders of kvmcore's own, outside of a plan. */
public final class Folders {
  private Folders() {}

  /**
   * Makes a folder with all its parents, as far as they are missing.
   *
   * @param mode the permission bits of each that is made
   * @throws UncheckedIOException where one can't be made
   */
  public static void make(HostFiles files, @Nullable Path folder, int mode) {
    if (folder == null || files.stat(folder).isPresent()) {
      return;
    }
    make(files, folder.getParent(), mode);
    try {
      files.makeDirectory(folder, mode);
    } catch (UncheckedIOException e) {
      if (files.stat(folder).isEmpty()) { // else another run was faster
        throw e;
      }
    }
  }
}
