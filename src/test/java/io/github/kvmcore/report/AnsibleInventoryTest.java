package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvmcore.ExpectedFile;
import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.remote.SshTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Inventories, byte for byte, and what Ansible itself made of them: the {@code read-*.json} in
 * test-fixtures/outputs/ansible.
 */
class AnsibleInventoryTest {
  private static final Path FOLDER = Path.of("test-fixtures/outputs/ansible");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static AnsibleInventory inventory() {
    List<AnsibleInventory.Host> hosts =
        ToldMachines.all().stream()
            .map(
                machine -> {
                  String name = machine.status().name();
                  String alias = SshTarget.alias(name, machine.tag().created());
                  return new AnsibleInventory.Host(
                      machine,
                      machine.status().address() == null
                          ? null
                          : new SshTarget(
                              name,
                              machine.status().address(),
                              "/home/a b/known_hosts",
                              alias,
                              false,
                              null));
                })
            .toList();
    return new AnsibleInventory("coreos", hosts);
  }

  private static Map<String, String> printed() {
    AnsibleInventory inventory = inventory();
    return Map.of(
        "inventory.ini", inventory.ini(),
        "inventory.yml", inventory.yaml(),
        "inventory.json", inventory.list());
  }

  @Test
  @SeedLimit(5)
  void theNextToolGetsAnInventory() throws IOException {
    for (Map.Entry<String, String> text : printed().entrySet()) {
      ExpectedFile.check(FOLDER.resolve(text.getKey()), text.getValue());
    }
  }

  @Test
  void ansibleLogsInByTheClustersKey() {
    AnsibleInventory.Host host =
        new AnsibleInventory.Host(
            ToldMachines.all().get(0),
            new SshTarget(
                "coreos-1",
                Ipv4Address.parse("192.168.222.11").orElseThrow(),
                "/home/me/known_hosts.coreos-1",
                "coreos-1",
                true,
                Path.of("/srv/.kvmcore/secrets-coreos/ssh-login.key")));
    String ini = new AnsibleInventory("coreos", List.of(host)).ini();
    String file = "ansible_ssh_private_key_file=/srv/.kvmcore/secrets-coreos/ssh-login.key ";
    assertTrue(ini.contains(file), ini);
  }

  @Test
  void ansibleReadsTheSameInEachForm() throws IOException {
    JsonNode told = JSON.readTree(inventory().list());
    for (String form : List.of("ini", "yml", "script")) {
      JsonNode read = JSON.readTree(FOLDER.resolve("read-" + form + ".json").toFile());
      assertEquals(told.get("_meta"), read.get("_meta"), form);
      assertEquals(told.get("coreos_servers"), read.get("coreos_servers"), form);
    }
  }

  @Test
  void theVariablesOfOneMachine() throws IOException {
    JsonNode told = JSON.readTree(inventory().list());
    ObjectNode first = (ObjectNode) told.at("/_meta/hostvars/coreos-1");
    assertEquals(first, JSON.readTree(inventory().host("coreos-1")));
    assertEquals("192.168.222.11", first.get("ansible_host").asText());
    assertEquals(262144, first.get("vm_memory").asLong());
    assertEquals("128MiB", first.get("vm_disk_size").asText());
    assertEquals("10485760.5KiB", told.at("/_meta/hostvars/coreos-2/vm_disk_size").asText());
    assertTrue(told.at("/_meta/hostvars/coreos-3/ansible_host").isMissingNode());
  }

  @Test
  void noMachines() {
    AnsibleInventory none = new AnsibleInventory("coreos", List.of());
    assertEquals("[coreos_servers]\n", none.ini());
    assertTrue(none.list().contains("\"hosts\": []"), none.list());
  }
}
