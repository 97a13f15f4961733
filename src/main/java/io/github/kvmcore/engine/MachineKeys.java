package io.github.kvmcore.engine;

import java.nio.file.Path;
import java.util.Optional;

/** The ssh keys that kvmcore made for a machine; only for users who may read them. */
public interface MachineKeys {
  /**
   * Type and key of the machine's host key. Empty if there is none, if this user may not see it,
   * and if others than root and this user could have written it.
   */
  Optional<String> hostKey();

  /** The file of the private key that logs in to the machine; empty in the same cases. */
  Optional<Path> loginKey();
}
