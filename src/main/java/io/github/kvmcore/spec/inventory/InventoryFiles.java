package io.github.kvmcore.spec.inventory;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads an inventory and what lies beside it. */
@FunctionalInterface
public interface InventoryFiles {
  /**
   * A file's text; empty if it is missing, a folder, or may not be read.
   *
   * @throws io.github.kvmcore.failure.RefusedFileException if it must not be believed
   */
  Optional<String> read(Path file);

  /**
   * The names in a folder, sorted; empty if it is no folder.
   *
   * @throws io.github.kvmcore.failure.RefusedFileException if it must not be believed
   */
  default List<String> list(Path folder) {
    return List.of();
  }
}
