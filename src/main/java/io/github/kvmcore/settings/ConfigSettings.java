package io.github.kvmcore.settings;

import io.github.kvmcore.model.ConfigKind;
import io.github.kvmcore.model.Os;
import io.github.kvmcore.model.Provisioning;
import io.github.kvmcore.model.UpdateStrategy;

/**
 * What configures the guests at their first boot.
 *
 * @param updates what they do about new releases of their system
 */
public record ConfigSettings(Provisioning provisioning, UpdateStrategy updates) {
  /** What guests of a system are configured by. */
  public ConfigKind kind(Os os) {
    return switch (provisioning) {
      case IGNITION -> ConfigKind.IGNITION;
      case CLOUD_CONFIG -> ConfigKind.CLOUD_CONFIG;
      case AUTO ->
          os == Os.FLATCAR || os == Os.FCOS ? ConfigKind.IGNITION : ConfigKind.CLOUD_CONFIG;
    };
  }
}
