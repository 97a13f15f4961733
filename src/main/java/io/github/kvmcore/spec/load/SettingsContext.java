package io.github.kvmcore.spec.load;

import io.github.kvmcore.spec.inventory.InventoryFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What settings depend on besides their sources.
 *
 * @param home the user's home directory; null where it is not known
 * @param workingDirectory absolute
 * @param architecture of the host, in the kernel's words: {@code x86_64}, {@code aarch64}
 * @param keyFile reads a text file; empty where there is none or it may not be read; throws {@link
 *     io.github.kvmcore.failure.RefusedFileException} where it must not be believed
 * @param publicKeys the files {@code ~/.ssh/id_*.pub}, sorted
 * @param inventory reads an inventory; null: none is read, since only a command that makes machines
 *     needs to know which
 */
public record SettingsContext(
    @Nullable Path home,
    Path workingDirectory,
    String architecture,
    Function<Path, Optional<String>> keyFile,
    List<Path> publicKeys,
    @Nullable InventoryFiles inventory) {
  public SettingsContext {
    publicKeys = List.copyOf(publicKeys);
  }
}
