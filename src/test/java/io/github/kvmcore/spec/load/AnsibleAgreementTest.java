package io.github.kvmcore.spec.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.Installed;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.spec.inventory.InventoryFiles;
import io.github.kvmcore.spec.text.Sizes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Machines are those that the real Ansible makes of an inventory: beside each of
 * test-fixtures/input/inventories stands what {@code ansible-inventory --list} of ansible-core
 * 2.14.18 says, recorded by test-fixtures/input/record-inventories.
 */
class AnsibleAgreementTest {
  private static final Path FOLDER = Path.of("test-fixtures/input/inventories").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path empty;

  static Stream<Path> folders() throws IOException {
    try (Stream<Path> found = Files.list(FOLDER)) {
      return found.sorted().toList().stream();
    }
  }

  private static Path inventory(Path folder) {
    return Stream.of("hosts", "hosts.yml", "hosts.json", "inventory")
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode recorded(Path folder) throws IOException {
    return JSON.readTree(Files.readString(folder.resolve("ansible.json")));
  }

  private static List<MachineSpec> machines(Path inventory, String group) {
    Path home = Path.of("/home/ada");
    SettingsContext context =
        new SettingsContext(
            home, home, "x86_64", it -> Optional.empty(), List.of(), new RealFiles());
    return SettingsLoader.load(
            List.of(
                SettingsFixture.extra("inventory_file=" + inventory),
                SettingsFixture.extra("inventory_group=" + group)),
            context)
        .settings()
        .machines();
  }

  private static final class RealFiles implements InventoryFiles {
    @Override
    public Optional<String> read(Path file) {
      try {
        return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<String> list(Path folder) {
      if (!Files.isDirectory(folder)) {
        return List.of();
      }
      try (Stream<Path> names = Files.list(folder)) {
        return names.map(it -> it.getFileName().toString()).sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void eachHostHasItsVariables(Path folder) throws IOException {
    JsonNode variables = recorded(folder).at("/_meta/hostvars");
    for (MachineSpec machine : machines(inventory(folder), "all")) {
      JsonNode of = variables.path(machine.name());
      String memory = of.path("vm_memory").asText("2GiB");
      String disk = of.path("vm_disk_size").asText("");
      String address = of.path("ansible_host").asText(of.path("ansible_ssh_host").asText(""));
      assertEquals(
          "%s %d %d %s %s"
              .formatted(
                  machine.name(),
                  Sizes.memoryKiB(memory),
                  of.path("vm_cpu_count").asInt(1),
                  disk.isEmpty() ? null : Sizes.diskBytes(disk),
                  address.isEmpty() ? null : address),
          shown(machine));
    }
  }

  private static String shown(MachineSpec machine) {
    return "%s %d %d %s %s"
        .formatted(
            machine.name(),
            machine.memoryKiB(),
            machine.vcpus(),
            machine.diskBytes(),
            machine.address());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theGroupHasItsHosts(Path folder) throws IOException {
    Set<String> expected = new TreeSet<>();
    hosts(recorded(folder), "coreos_servers", expected);
    assertEquals(
        expected,
        machines(inventory(folder), "coreos_servers").stream()
            .map(MachineSpec::name)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static void hosts(JsonNode groups, String name, Set<String> hosts) {
    groups.path(name).path("hosts").forEach(host -> hosts.add(host.asText()));
    groups.path(name).path("children").forEach(child -> hosts(groups, child.asText(), hosts));
  }

  /** What Ansible prints is an inventory itself, and of the same machines. */
  @ParameterizedTest
  @MethodSource("folders")
  void whatAnsiblePrintsIsRead(Path folder) throws IOException {
    Path json = Files.copy(folder.resolve("ansible.json"), empty.resolve("inventory.json"));
    assertEquals(
        sorted(machines(inventory(folder), "coreos_servers")),
        sorted(machines(json, "coreos_servers")));
  }

  private static List<String> sorted(List<MachineSpec> machines) {
    return machines.stream().map(AnsibleAgreementTest::shown).sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void ansibleStillSaysTheSame(Path folder) throws Exception {
    Installed.need("ansible-inventory");
    ProcessBuilder builder =
        new ProcessBuilder("ansible-inventory", "-i", inventory(folder).toString(), "--list")
            .directory(empty.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .put("ANSIBLE_CONFIG", Files.writeString(empty.resolve("empty.cfg"), "").toString());
    Process process = builder.start();
    assertEquals(recorded(folder), JSON.readTree(process.getInputStream()));
    assertEquals(0, process.waitFor());
  }
}
