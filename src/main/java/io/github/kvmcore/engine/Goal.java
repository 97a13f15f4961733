package io.github.kvmcore.engine;

import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.machine.DiscoveryUrl;
import io.github.kvmcore.model.machine.MachineSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code create} is asked for.
 *
 * @param machines the machines that the cluster should have
 * @param image the base image that new machines are made from
 * @param cached that image where the cache has it; null: it has to be fetched
 * @param now the time, ISO 8601 in UTC
 * @param steps the steps that may be done; all of them but for {@code --skip} and {@code --only}
 * @param discovery what the discovery service gave for a cluster that is new; null: it was not
 *     asked
 */
public record Goal(
    List<MachineSpec> machines,
    ImageRequest image,
    @Nullable BaseImage cached,
    String now,
    Set<Phase> steps,
    @Nullable DiscoveryUrl discovery) {
  public Goal {
    machines = List.copyOf(machines);
    steps = Set.copyOf(steps);
  }

  /** The same, with the discovery service's answer. */
  public Goal withDiscovery(@Nullable DiscoveryUrl answer) {
    return new Goal(machines, image, cached, now, steps, answer);
  }

  /** The same, after the image was fetched. */
  public Goal withImage(@Nullable BaseImage fetched) {
    return new Goal(machines, image, fetched, now, steps, discovery);
  }

  /** Whether the steps of a kind may be done. */
  public boolean does(Phase step) {
    return steps.contains(step);
  }
}
