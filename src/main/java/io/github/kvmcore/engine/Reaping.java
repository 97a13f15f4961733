package io.github.kvmcore.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose time is over.
 *
 * @param end when the last machine's time ended
 * @param machines all of the cluster's
 * @param doubt why it is left all the same; null: it can be removed
 */
public record Reaping(String cluster, Instant end, List<String> machines, @Nullable String doubt) {
  public Reaping {
    machines = List.copyOf(machines);
  }
}
