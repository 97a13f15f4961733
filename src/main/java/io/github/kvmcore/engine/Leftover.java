package io.github.kvmcore.engine;

import io.github.kvmcore.plan.Action;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something of kvmcore's that no machine uses any more.
 *
 * @param name its path, or its name where it has none
 * @param cluster whose it was, and whose lock is held while it is removed; null: no one cluster's
 * @param bytes what it takes; null where that is not known, or nothing
 * @param why how it can be known for one
 * @param since when it was last written; null where it is not known
 * @param removal what removes it, and nothing else; empty where no record says that it is
 *     kvmcore's, and the user has not said so either
 */
public record Leftover(
    Kind kind,
    String name,
    @Nullable String cluster,
    @Nullable Long bytes,
    String why,
    @Nullable Instant since,
    List<Action> removal) {
  public Leftover {
    removal = List.copyOf(removal);
  }

  /** Whether a record says that it is kvmcore's, or the user does. */
  public boolean isRemovable() {
    return !removal.isEmpty();
  }

  /** What it is; in the order in which they are removed. */
  public enum Kind {
    VOLUME,
    BASE,
    POOL,
    DISK,
    CONFIG,
    NETWORK,
    RESERVATION,
    SECRETS,
    LOG,
    NVRAM,
    DOWNLOAD,
    FILE,
    FOLDER,
    IMAGE;

    /** Whether it can hold others of these, and goes after them. */
    public boolean isShared() {
      return this == BASE || this == POOL || this == FOLDER;
    }

    /** As shown to users. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
