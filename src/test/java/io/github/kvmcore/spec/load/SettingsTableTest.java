package io.github.kvmcore.spec.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.spec.SettingDefinition;
import io.github.kvmcore.spec.SettingDefinitions;
import io.github.kvmcore.spec.SettingsTable;
import io.github.kvmcore.spec.source.SettingsSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
  private static final Set<String> SEED =
      Set.of(
          "vm_count",
          "vm_memory",
          "vm_cpu_count",
          "vm_network_name",
          "vm_image_url",
          "vm_image_name",
          "force_download",
          "vm_image_storage_fs_dir",
          "vm_image_name_prefix",
          "cloud_init_dir",
          "vg_name",
          "vg_device",
          "vg_pe_size",
          "cloud_init_profile",
          "use_my_public_key",
          "my_public_key_file",
          "use_discovery_token",
          "discovery_token",
          "request_discovery_url",
          "default_discovery_url",
          "vm_create_pause",
          "vm_startup_pause",
          "vm_shutdown_timeout");

  @Test
  void everyVariableOfTheSeedIsASetting() {
    assertEquals(
        SEED,
        SettingDefinitions.all().stream()
            .filter(SettingDefinition::fromSeed)
            .map(SettingDefinition::name)
            .collect(Collectors.toSet()));
  }

  @Test
  void markdownHasARowOfFourCellsPerSetting() {
    List<String> rows = SettingsTable.markdown().lines().skip(2).toList();
    assertEquals(SettingDefinitions.all().size(), rows.size());
    for (String row : rows) {
      assertEquals(6, row.replace("\\|", "").split("\\|", -1).length, row);
    }
    assertTrue(
        rows.contains("| `vm_count` | whole number | `3` | number of machines, 1 to 1000 |"));
  }

  @Test
  void plainTextFitsATerminal() {
    String text = SettingsTable.plain();
    assertTrue(
        text.contains("vm_wait (word, default ssh)\n    what create, start and restart wait for"));
    assertTrue(text.contains("vm_bridge (text)\n    bridge of the host to use"));
    for (String line : text.lines().toList()) {
      assertTrue(!line.startsWith("    ") || line.length() <= 80, line);
    }
  }

  /** What the documentation shows as default is what an empty set of sources gives. */
  @Test
  void documentedDefaultsAreTaken() {
    SettingsFixture host = new SettingsFixture();
    for (SettingDefinition definition : SettingDefinitions.all()) {
      String value = definition.defaultText().replace("<cluster>", "coreos");
      if (!value.contains("<")) {
        SettingsSource given = SettingsSource.flag("here", definition.name(), value);
        assertEquals(host.load(), host.load(given), definition.name());
      }
      assertFalse(definition.meaning().endsWith("."), definition.name());
    }
  }

  @Test
  void theReadmeHoldsIt() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    assertTrue(readme.contains(SettingsTable.markdown()), SettingsTable.markdown());
  }
}
