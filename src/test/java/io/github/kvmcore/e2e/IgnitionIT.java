package io.github.kvmcore.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Machines that the real Ignition program configures: whatever a profile asks for is compared with
 * what they have. Each test has a cluster of either system, named as the system is.
 */
class IgnitionIT {
  private static final List<String> SYSTEMS = List.of("flatcar", "fcos");
  private static final Map<String, String> KEYS =
      Map.of("flatcar", "opt/org.flatcar-linux/config", "fcos", "opt/com.coreos/config");

  @RegisterExtension static final Lab lab = new Lab();

  private Snapshot before;

  @BeforeEach
  void look() {
    before = lab.snapshot();
  }

  @AfterEach
  void everythingIsGone() {
    for (String system : SYSTEMS) {
      lab.kvmcore("destroy", "--yes", "--cluster", system).ok();
    }
    before.assertSame(lab.snapshot());
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic"})
  void aProfileGivesMachinesOfEitherSystemAllThatItAsksFor(String profile) throws IOException {
    create("2", "--profile", profile).values().forEach(Result::ok);
    for (String system : SYSTEMS) {
      for (JsonNode machine : machines(system)) {
        assertIsAsAsked(system, machine);
        assertHasOneSource(system, name(machine));
      }
    }
  }

  @Test
  void aConfigurationOfTheUsersOwnIsMergedAndIsAppliedOnce() throws Exception {
    Path own = Files.writeString(lab.home().resolve("own.ign.ftl"), OWN);
    create("1", "--ignition", own.toString()).values().forEach(Result::ok);
    for (String system : SYSTEMS) {
      JsonNode machine = machines(system).get(0);
      assertIsAsAsked(system, machine);
      String note = "cat /etc/note; systemctl is-enabled own.service";
      String name = name(machine);
      ssh(machine, note).ok().prints(name + " " + address(machine)).prints("\nenabled\n");
      assertEquals("", ssh(machine, "pidof udhcpc").out(), "its address is fixed");
      assertIsRefused(machine);
    }

    Map<String, String> results = new TreeMap<>();
    for (String system : SYSTEMS) {
      JsonNode machine = machines(system).get(0);
      String change = "echo changed | sudo tee /etc/note; sudo cat /etc/.ignition-result.json";
      results.put(system, ssh(machine, change).ok().out());
    }
    List<Programs.Running> restarts = new ArrayList<>();
    for (String system : SYSTEMS) {
      restarts.add(lab.start(Lab.KVMCORE.toString(), "restart", "--cluster", system));
    }
    restarts.forEach(restart -> restart.result().ok());
    for (String system : SYSTEMS) {
      JsonNode machine = machines(system).get(0);
      String see = "cat /etc/note; sudo cat /etc/.ignition-result.json";
      assertEquals(results.get(system), ssh(machine, see).ok().out());
      assertTrue(console(name(machine)).contains("not the first boot"), () -> name(machine));
    }
  }

  @Test
  void whereIgnitionFailsTheMachineIsToldWithItsConsole() throws IOException {
    Path own = Files.writeString(lab.home().resolve("wrong.ign"), WRONG);
    for (Result late : create("1", "--ignition", own.toString(), "--timeout", "30s").values()) {
      late.exits(6).says("did not answer on ssh within 30 s").says("kvmcore console");
    }
    for (String system : SYSTEMS) {
      String console = console(name(machines(system).get(0)));
      assertTrue(console.contains("Ignition failed in its stage files"), console);
      assertTrue(console.contains("hash verification failed"), console);
    }
  }

  // --- Both systems at once ---

  private static Map<String, Result> create(String... arguments) throws IOException {
    Map<String, Programs.Running> running = new TreeMap<>();
    for (String system : SYSTEMS) {
      List<String> all = new ArrayList<>(List.of(arguments));
      all.addAll(List.of("--cluster", system, "--os", system));
      all.addAll(List.of("--image", IgnitionGuest.image().toString()));
      running.put(system, lab.startCreate(all.toArray(String[]::new)));
    }
    Map<String, Result> results = new TreeMap<>();
    running.forEach((system, create) -> results.put(system, create.result()));
    return results;
  }

  private static List<JsonNode> machines(String system) {
    return lab.machines("--cluster", system);
  }

  private static String name(JsonNode machine) {
    return machine.get("name").asText();
  }

  private static String address(JsonNode machine) {
    return machine.get("address").asText();
  }

  private static Result ssh(JsonNode machine, String command) {
    return lab.ssh(address(machine), command);
  }

  private static String console(String name) throws IOException {
    return Files.readString(lab.file("log/qemu/" + name + "-console.log"));
  }

  // --- What a machine has ---

  private static void assertIsAsAsked(String system, JsonNode machine) throws IOException {
    String name = name(machine);
    Path config = lab.file("lib/images/" + system + "/ignition-" + name + ".ign");
    Asked asked = new Asked(IgnitionConfig.read(config));
    Result has = ssh(machine, asked.command()).ok();
    assertEquals(String.join("\n", asked.lines()), has.out().strip(), has::toString);
    lab.assertAnswers(name, address(machine));
    ssh(machine, "sudo cat /etc/.ignition-result.json").prints("\"userConfigProvided\": true");
  }

  /** No config drive, no second disk, and one key of fw_cfg. */
  private static void assertHasOneSource(String system, String name) {
    String xml = lab.virsh("dumpxml", name).ok().out();
    assertEquals(List.of(KEYS.get(system)), xml.lines().flatMap(IgnitionIT::key).toList(), xml);
    assertFalse(xml.contains("config-2") || xml.contains("vdb"), xml);
  }

  private static Stream<String> key(String line) {
    return line.contains("<entry name='opt/") ? Stream.of(line.split("'")[1]) : Stream.empty();
  }

  /** Another key than the one that was asked for. */
  private static void assertIsRefused(JsonNode machine) {
    Path other = lab.home().resolve("other");
    if (!Files.exists(other)) {
      lab.exec("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString()).ok();
    }
    lab.exec(
            "ssh",
            "-F/dev/null",
            "-i" + other,
            "-oIdentitiesOnly=yes",
            "-oBatchMode=yes",
            "-oStrictHostKeyChecking=no",
            "-oUserKnownHostsFile=/dev/null",
            "core@" + address(machine),
            "true")
        .exits(255)
        .says("Permission denied");
  }

  /** What a user adds: a file, a unit with a drop-in, and a fixed address for either system. */
  private static final String OWN =
      """
      {
        "ignition": {"version": "3.3.0"},
        "storage": {
          "files": [
            {
              "path": "/etc/note",
              "mode": 416,
              "group": {"name": "core"},
              "contents": {"source": "data:,${name}%20${address}%20%C3%A4%2B"}
            },
            {
              "path": "/etc/systemd/network/10-fixed.network",
              "contents": {
                "source": "data:,%5BMatch%5D%0AMACAddress=${mac}%0A%5BNetwork%5D%0AAddress=${address}/24%0A"
              }
            },
            {
              "path": "/etc/NetworkManager/system-connections/fixed.nmconnection",
              "mode": 384,
              "contents": {
                "source": "data:,%5Bethernet%5D%0Amac-address=${mac}%0A%5Bipv4%5D%0Amethod=manual%0Aaddress1=${address}/24%0A"
              }
            }
          ],
          "directories": [{"path": "/var/lib/own", "mode": 448, "user": {"name": "core"}}],
          "links": [{"path": "/etc/own", "target": "/var/lib/own"}]
        },
        "systemd": {
          "units": [
            {
              "name": "own.service",
              "enabled": true,
              "contents": "[Service]\\nExecStart=/bin/true\\n\\n[Install]\\nWantedBy=multi-user.target\\n",
              "dropins": [{"name": "10-own.conf", "contents": "[Service]\\nRestart=always\\n"}]
            }
          ]
        }
      }
      """;

  /** A file that is not what it should be. */
  private static final String WRONG =
      """
      {
        "ignition": {"version": "3.3.0"},
        "storage": {
          "files": [
            {
              "path": "/etc/note",
              "contents": {"source": "data:,a", "verification": {"hash": "sha256-%s"}}
            }
          ]
        }
      }
      """
          .formatted("0".repeat(64));
}
