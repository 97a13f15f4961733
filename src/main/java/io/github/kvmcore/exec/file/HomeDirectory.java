package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the running user's home directory. */
public final class HomeDirectory {
  private HomeDirectory() {}

  /**
   * {@code HOME}, as other programs take it. The password database counts if that is unset, as
   * under systemd, or another user's, as {@code sudo -E} and {@code su} may leave it.
   *
   * @param variable the value of HOME; may be empty
   * @param registered the home directory in the password database; may be empty
   * @return null if there is none
   */
  public static @Nullable Path of(String variable, String registered) {
    if (variable.startsWith("/") && isOwn(Path.of(variable))) {
      return Path.of(variable);
    }
    return registered.startsWith("/") ? Path.of(registered) : null;
  }

  private static boolean isOwn(Path home) {
    try {
      return OwnershipRule.isOwn(home);
    } catch (IOException e) {
      return false; // it does not exist
    }
  }
}
