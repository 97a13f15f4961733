package io.github.kvmcore.plan;

import io.github.kvmcore.host.HostFacts;
import io.github.kvmcore.model.ConfigDriveKind;
import io.github.kvmcore.model.ConfigKind;
import io.github.kvmcore.model.ConfigSource;
import io.github.kvmcore.model.Os;
import io.github.kvmcore.render.Renderer;
import io.github.kvmcore.settings.Settings;
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
    boolean iso =
        settings.configDrive() == ConfigDriveKind.ISO
            || (settings.configDrive() == ConfigDriveKind.AUTO && !facts.ninePfs());
    return iso ? ConfigSource.ISO : ConfigSource.NINE_P;
  }

  ConfigSource source() {
    return source;
  }

  ConfigKind kind() {
    return source.kind();
  }

  /** What templates are told of all guests. */
  Renderer.Guests guests() {
    return new Renderer.Guests(source, os, settings.config().updates());
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
    } else if (os == Os.FCOS) {
      found.add("provisioning: Fedora CoreOS reads no cloud-config: choose ignition or auto");
    }
    return found;
  }

  private void ignition(List<String> found) {
    if (os == Os.COREOS) {
      found.add(
          "provisioning: old CoreOS does not read Ignition's specification 3: choose cloud-config"
              + " or auto");
    }
    if (WITHOUT_FW_CFG.contains(facts.architecture())) {
      found.add(
          "provisioning: QEMU for "
              + facts.architecture()
              + " has no fw_cfg, by which Ignition's configuration is handed over");
    }
    Path folder = settings.configDriveDir();
    if (folder.toString().contains(",") || folder.toString().contains("&")) {
      found.add(
          "cloud_init_dir: "
              + folder
              + " holds a , or &, with which libvirt can't hand over an Ignition config: choose"
              + " another folder");
    }
  }
}
