package io.github.kvmcore.settings;

import static io.github.kvmcore.settings.SettingDefinition.Kind.WORD;
import static io.github.kvmcore.settings.SettingDefinition.own;

import java.util.List;

/** The settings of {@link ConfigSettings}. */
final class ConfigDefinitions {
  static final List<SettingDefinition> ALL =
      List.of(
          own(
              "provisioning",
              WORD,
              "auto",
              "what configures the guests: ignition, cloud-config, or auto: Ignition for Flatcar"
                  + " and Fedora CoreOS, cloud-config for others"),
          own(
              "update_strategy",
              WORD,
              "off",
              "what guests do about new releases of their system: off: nothing; reboot: install"
                  + " them and reboot at once; system: as their system does by itself"));

  private ConfigDefinitions() {}
}
