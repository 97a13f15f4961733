package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.model.config.ConfigKind;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.render.OwnConfigs;
import io.github.kvmcore.render.Renderer;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the machines that are made get their configuration. */
final class ConfigChoice {
  /** Their QEMU has no fw_cfg. */
  private static final Set<String> WITHOUT_FW_CFG = Set.of("s390x", "ppc64le");

  /** libvirt escapes them as XML on QEMU's command line, or QEMU parts the words there. */
  private static final String BROKEN = ",&<>'\"";

  private final Settings settings;
  private final HostFacts facts;
  private final Os os;
  private final ConfigSource source;

  /**
   * @param os the system of the image that they are made from
   */
  ConfigChoice(Settings settings, HostFacts facts, Os os) {
    this.settings = settings;
    this.facts = facts;
    this.os = os;
    this.source = choose();
  }

  private ConfigSource choose() {
    if (settings.config().kind(os) == ConfigKind.IGNITION) {
      return ConfigSource.IGNITION;
    }
    return settings.configDrive().isIso(os, facts.sharesConfigs())
        ? ConfigSource.ISO
        : ConfigSource.NINE_P;
  }

  ConfigSource source() {
    return source;
  }

  ConfigKind kind() {
    return source.kind();
  }

  /** What templates are told of all guests. */
  Renderer.Guests guests(OwnConfigs own) {
    return new Renderer.Guests(source, os, settings.config().updates(), own);
  }

  /** The program that makes ISO images; null where none is made. */
  @Nullable String isoProgram() {
    return source == ConfigSource.ISO
        ? Objects.requireNonNullElse(facts.isoProgram(), "genisoimage")
        : null;
  }

  /** Why machines would not be configured on this way, a line each; empty where they are. */
  List<String> mistakes() {
    List<String> found = new ArrayList<>();
    if (source == ConfigSource.IGNITION) {
      ignition(found);
    } else if (source == ConfigSource.NINE_P && !facts.root()) {
      found.add(
          "config_drive: 9p needs root, as the files have to belong to QEMU's user: choose iso or"
              + " auto");
    } else if (os == Os.FCOS) {
      found.add(
          settings.config().userDataFile() == null
              ? "provisioning: Fedora CoreOS reads no cloud-config: choose ignition or auto"
              : "user_data_file: Fedora CoreOS reads no cloud-config: give an Ignition config with"
                  + " --ignition, or one of Butane's with --butane");
    }
    return found;
  }

  private void ignition(List<String> found) {
    if (os == Os.COREOS) {
      found.add(
          settings.config().hasOwnIgnition()
              ? "ignition_file, butane_file: old CoreOS does not read Ignition's specification 3:"
                  + " give a cloud-config with --user-data"
              : "provisioning: old CoreOS does not read Ignition's specification 3: choose"
                  + " cloud-config or auto");
    }
    if (WITHOUT_FW_CFG.contains(facts.architecture())) {
      found.add(
          "provisioning: QEMU for "
              + facts.architecture()
              + " has no fw_cfg, by which Ignition's configuration is handed over");
    }
    Path folder = settings.configDriveDir();
    if (folder.toString().chars().anyMatch(next -> BROKEN.indexOf(next) >= 0)) {
      found.add(
          "cloud_init_dir: "
              + folder
              + " holds a character of "
              + BROKEN
              + " with which libvirt can't hand over an Ignition config: choose another folder");
    }
  }
}
