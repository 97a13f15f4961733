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
              "how machines are configured: ignition, cloud-config, or auto: Ignition for Flatcar and Fedora CoreOS, cloud-config for others (also --provisioning)"),
          own(
              "ignition_file",
              PATH,
              "",
              "Ignition config (JSON) to merge into that of the profile (also --ignition); a template if its name ends in .ftl, as with the next two"),
          own(
              "butane_file",
              PATH,
              "",
              "the same, written as Butane; needs the butane program (also --butane)"),
          own(
              "user_data_file",
              PATH,
              "",
              "cloud-config to use instead of that of the profile (also --user-data)"),
          own(
              "update_strategy",
              WORD,
              "off",
              "automatic updates of the operating system: off; reboot: install and reboot at once; system: as the system does by default (also --updates)"));

  private ConfigDefinitions() {}
}
