package io.github.kvmcore.spec;

import io.github.kvmcore.model.config.ConfigKind;
import io.github.kvmcore.model.config.Provisioning;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.UpdateStrategy;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What configures the guests at their first boot.
 *
 * @param updates what they do about new releases of their system
 * @param ignitionFile the user's own Ignition config; null: none
 * @param butaneFile one of the user's that Butane makes an Ignition config of; null: none
 * @param userDataFile the user's own cloud-config, in place of a profile's; null: none
 */
public record ConfigSettings(
    Provisioning provisioning,
    UpdateStrategy updates,
    @Nullable Path ignitionFile,
    @Nullable Path butaneFile,
    @Nullable Path userDataFile) {
  /** Whether the user has configs of his own that only Ignition reads. */
  public boolean hasOwnIgnition() {
    return ignitionFile != null || butaneFile != null;
  }

  /** What guests of a system are configured by. */
  public ConfigKind kind(Os os) {
    return switch (provisioning) {
      case IGNITION -> ConfigKind.IGNITION;
      case CLOUD_CONFIG -> ConfigKind.CLOUD_CONFIG;
      case AUTO -> {
        boolean own = hasOwnIgnition() || userDataFile != null;
        boolean ignition = own ? hasOwnIgnition() : os == Os.FLATCAR || os == Os.FCOS;
        yield ignition ? ConfigKind.IGNITION : ConfigKind.CLOUD_CONFIG;
      }
    };
  }
}
