package io.github.kvmcore.spec.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Judge;
import io.github.kvmcore.hostile.Samples;
import io.github.kvmcore.hostile.Texts;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.spec.SettingDefinition;
import io.github.kvmcore.spec.SettingDefinitions;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.source.EnvironmentSource;
import io.github.kvmcore.spec.source.ExtraVars;
import io.github.kvmcore.spec.source.SettingsSource;
import io.github.kvmcore.spec.source.YamlSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Whatever stands in files, variables, flags and inventories. */
class HostileSettingsTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final String FILE =
      """
      # of a user's
      cluster: lab
      vm_count: 3
      vm_memory: 2GiB
      vm_image: https://images.example/a.img.bz2
      vm_image_storage_fs_dir: ~/machines
      vm_names: [web, "db", 'node[01:03]']
      ssh_keys:
        - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ+Tl21iM1N9Aft/QRBgk9vHjSxB4lXzpvZd8RH me
      vm_shares: ["/srv/docs:docs:ro"]
      vm_static_addresses: 192.168.50.11-192.168.50.20/24
      """;

  private final SettingsFixture host = new SettingsFixture();

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        SettingDefinitions.all().stream().map(SettingDefinition::name).sorted().toList());
  }

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Provide
  Arbitrary<String> files() {
    return Samples.mutated(List.of(FILE));
  }

  @Provide
  Arbitrary<String> inventories() {
    List<String> all = new java.util.ArrayList<>(Samples.of("outputs/ansible", ".ini"));
    all.addAll(Samples.of("outputs/ansible", "inventory.yml"));
    all.add("[coreos_servers]\nnode[01:03] vm_memory=1GiB\ndb vm_cpu_count=2 # one\n");
    all.add(
        "all:\n  children:\n    coreos_servers:\n      hosts:\n        a: &x {vm_memory: 1GiB}\n        b: *x\n");
    return Samples.mutated(all);
  }

  /** The settings as text, or what is said against them. */
  private static String outcome(Supplier<Settings> load) {
    try {
      return load.get().toString();
    } catch (KvmcoreException e) {
      assertEquals(ExitCode.SETTINGS, e.exitCode());
      assertTrue(!e.text().isBlank());
      return "refused";
    }
  }

  @Inputs(600)
  void aValueArrivesTheSameFromEverywhereOrIsRefused(
      @ForAll("names") String name, @ForAll("texts") String value) throws JsonProcessingException {
    // JSON leaves DEL as it is, which YAML does not allow.
    String json = JSON.writeValueAsString(value).replace("\u007f", "\\u007f");
    String variable = "KVMCORE_" + name.toUpperCase(Locale.ROOT);
    String flag =
        Judge.of(() -> outcome(() -> host.load(SettingsSource.flag("--x", name, value)))).get();
    List<Supplier<SettingsSource>> others =
        List.of(
            () -> EnvironmentSource.parse(Map.of(variable, value), Set.of()),
            () -> YamlSource.parse("kvmcore.yml", name + ": " + json),
            () -> ExtraVars.parse("{\"" + name + "\": " + json + "}"));
    for (Supplier<SettingsSource> other : others) {
      assertEquals(flag, Judge.of(() -> outcome(() -> host.load(other.get()))).get(), value);
    }
    String words =
        Judge.of(() -> outcome(() -> host.load(ExtraVars.parse(name + "=" + quoted(value))))).get();
    assertTrue(words.equals(flag) || words.equals("refused"), words + "\n" + flag);
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Inputs(400)
  void aFile(@ForAll("files") String text) {
    Judge.of(() -> outcome(() -> host.load(YamlSource.parse("kvmcore.yml", text)))).orElseThrow();
    Judge.of(() -> outcome(() -> host.load(ExtraVars.parse(text)))).orElseThrow();
  }

  @Inputs(400)
  void anInventory(@ForAll("inventories") String text) {
    for (String name : List.of("hosts", "hosts.ini", "hosts.yml")) {
      host.files.put(Path.of("/srv/here", name), text);
      SettingsSource flag = SettingsSource.flag("--inventory", "inventory_file", name);
      Judge.of(
          () ->
              outcome(
                  () -> {
                    Settings settings = host.load(flag);
                    settings.machines().forEach(HostileSettingsTest::requireName);
                    return settings;
                  }));
    }
  }

  private static void requireName(MachineSpec machine) {
    assertTrue(machine.name().matches("[a-z][a-z0-9-]*"), machine.name());
  }

  @Inputs(400)
  void names(@ForAll("texts") String text) {
    SettingsSource flag = SettingsSource.flag("--names", "vm_names", text);
    Judge.of(
        () ->
            outcome(
                () -> {
                  Settings settings = host.load(flag);
                  settings.machines().forEach(HostileSettingsTest::requireName);
                  return settings;
                }));
  }
}
