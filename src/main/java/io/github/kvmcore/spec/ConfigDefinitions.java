package io.github.kvmcore.spec;

import static io.github.kvmcore.spec.SettingDefinition.Kind.PATH;
import static io.github.kvmcore.spec.SettingDefinition.Kind.WORD;
import static io.github.kvmcore.spec.SettingDefinition.own;

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
              "ignition_file",
              PATH,
              "",
              "an Ignition config of your own, JSON, merged over the profile's (also --ignition);"
                  + " a template where its name ends in .ftl, and so with the next two"),
          own(
              "butane_file",
              PATH,
              "",
              "one that the host's butane makes an Ignition config of (also --butane)"),
          own(
              "user_data_file",
              PATH,
              "",
              "a cloud-config of your own, in place of the profile's (also --user-data)"),
          own(
              "update_strategy",
              WORD,
              "off",
              "what guests do about new releases of their system: off: nothing; reboot: install"
                  + " them and reboot at once; system: as their system does by itself"));

  private ConfigDefinitions() {}
}
