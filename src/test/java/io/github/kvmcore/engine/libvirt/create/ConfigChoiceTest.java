package io.github.kvmcore.engine.libvirt.create;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.libvirt.read.HardwareFacts;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostMemory;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.load.SettingsContext;
import io.github.kvmcore.spec.load.SettingsLoader;
import io.github.kvmcore.spec.source.YamlSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each system is configured by what it reads, or it is said why not. */
class ConfigChoiceTest {
  private static ConfigChoice choice(String yaml, Os os, String architecture, boolean ninePfs) {
    return choice(yaml, os, architecture, ninePfs, true);
  }

  private static ConfigChoice choice(
      String yaml, Os os, String architecture, boolean ninePfs, boolean root) {
    SettingsContext context =
        new SettingsContext(
            null, Path.of("/"), "x86_64", file -> Optional.empty(), List.of(), null);
    HostFacts facts =
        new HostFacts(
            architecture,
            1,
            null,
            new HostMemory(0, 0, 0),
            null,
            root,
            "",
            ninePfs,
            null,
            false,
            List.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            HardwareFacts.NONE);
    return new ConfigChoice(
        SettingsLoader.load(List.of(YamlSource.parse("a.yml", yaml)), context).settings(),
        facts,
        os);
  }

  @ParameterizedTest
  @CsvSource({
    "'', FLATCAR, IGNITION, ''",
    "'', FCOS, IGNITION, ''",
    "'', COREOS, NINE_P, ''",
    "'', SMOKE, NINE_P, ''",
    "'', OTHER, ISO, ''",
    "provisioning: cloud-config, FLATCAR, NINE_P, ''",
    "provisioning: cloud-config, FCOS, NINE_P, reads no cloud-config: choose ignition",
    "provisioning: ignition, OTHER, IGNITION, ''",
    "provisioning: ignition, COREOS, IGNITION, choose cloud-config",
    "ignition_file: a.ign, SMOKE, IGNITION, ''",
    "butane_file: a.bu, COREOS, IGNITION, give a cloud-config with --user-data",
    "user_data_file: a.yml, FLATCAR, NINE_P, ''",
    "user_data_file: a.yml, FCOS, NINE_P, 'give an Ignition config with --ignition'",
    "'{provisioning: ignition, cloud_init_dir: \"/srv/a,b\"}', OTHER, IGNITION, holds a character of",
    "'{provisioning: ignition, cloud_init_dir: /srv/a&b}', OTHER, IGNITION, holds a character of",
    "'{provisioning: ignition, cloud_init_dir: /srv/a<b}', OTHER, IGNITION, holds a character of",
    "'{provisioning: ignition, cloud_init_dir: /srv/a b}', OTHER, IGNITION, ''",
    "'cloud_init_dir: \"/srv/a,b\"', OTHER, ISO, ''"
  })
  void everySystem(String yaml, Os os, ConfigSource source, String mistake) {
    ConfigChoice choice = choice(yaml, os, "x86_64", true);
    assertEquals(source, choice.source());
    assertEquals(mistake.isEmpty() ? 0 : 1, choice.mistakes().size());
    assertTrue(choice.mistakes().toString().contains(mistake), choice.mistakes()::toString);
    assertEquals(source == ConfigSource.ISO, choice.isoProgram() != null);
  }

  @Test
  void someProcessorsHaveNoFirmwareConfig() {
    for (String architecture : List.of("s390x", "ppc64le")) {
      assertEquals(
          List.of(
              "provisioning: QEMU for "
                  + architecture
                  + " has no fw_cfg, by which Ignition's configuration is handed over"),
          choice("", Os.FCOS, architecture, true).mistakes());
    }
    assertEquals(List.of(), choice("", Os.FCOS, "aarch64", false).mistakes());
  }

  @Test
  void onlyADriveNeedsAnIsoProgram() {
    assertEquals("genisoimage", choice("", Os.COREOS, "x86_64", false).isoProgram());
    assertNull(choice("config_drive: iso", Os.FLATCAR, "x86_64", false).isoProgram());
  }

  /** Only root can give a folder's files to QEMU's user. */
  @Test
  void anOrdinaryUserGetsADrive() {
    assertEquals(
        ConfigSource.ISO, choice("config_drive: auto", Os.SMOKE, "x86_64", true, false).source());
    assertEquals(
        List.of(
            "config_drive: 9p needs root, as the files have to belong to QEMU's user: choose iso or"
                + " auto"),
        choice("config_drive: 9p", Os.SMOKE, "x86_64", true, false).mistakes());
    assertEquals(
        List.of(), choice("config_drive: 9p", Os.FLATCAR, "x86_64", true, false).mistakes());
  }
}
