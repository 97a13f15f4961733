package io.github.kvmcore.model.remote;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As whom to log in to a machine by ssh.
 *
 * @param user such as {@code core}
 * @param identity the only file of a private key that is tried; null: the cluster's and the user's
 * @param own the files of the user's private keys that ssh tries by itself
 */
public record Login(String user, @Nullable Path identity, List<Path> own) {
  /** The user that CoreOS-family systems have. */
  public static final String CORE = "core";

  public Login {
    own = List.copyOf(own);
  }

  /**
   * The private keys for a machine, in the order in which ssh tries them; empty: ssh's own choice.
   * The cluster's comes first, as it has no passphrase that ssh would ask for.
   */
  public List<Path> identities(SshTarget target) {
    if (identity != null) {
      return List.of(identity);
    }
    Path key = target.key();
    return key == null ? List.of() : Stream.concat(Stream.of(key), own.stream()).toList();
  }
}
