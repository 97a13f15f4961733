package io.github.kvmcore.plan.ownership;

import java.nio.file.Path;

/** Paths that tests may delete, without a record. */
public final class Owned {
  private Owned() {}

  public static OwnedPath path(Path path) {
    return new OwnedPath(path, "a test");
  }
}
