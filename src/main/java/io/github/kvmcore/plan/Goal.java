package io.github.kvmcore.plan;

import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.DiscoveryUrl;
import io.github.kvmcore.model.ImageRequest;
import org.jspecify.annotations.Nullable;

/**
 * What {@code create} is asked for.
 *
 * @param count the number of machines that the cluster should have
 * @param image the base image that new machines are made from
 * @param cached that image where the cache has it; null: it has to be fetched
 * @param now the time, ISO 8601 in UTC
 * @param discovery what the discovery service gave for a cluster that is new; null: it was not
 *     asked
 */
public record Goal(
    int count,
    ImageRequest image,
    @Nullable BaseImage cached,
    String now,
    @Nullable DiscoveryUrl discovery) {
  public Goal(int count, ImageRequest image, @Nullable BaseImage cached, String now) {
    this(count, image, cached, now, null);
  }

  /** The same, with the discovery service's answer. */
  public Goal with(DiscoveryUrl answer) {
    return new Goal(count, image, cached, now, answer);
  }
}
