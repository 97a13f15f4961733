package io.github.kvmcore.e2e.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.e2e.lab.Wait;
import io.github.kvmcore.publisher.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Machines that the real Ignition program configures: whatever a profile asks for is compared with
 * what they have. Each test has a cluster of either system, named as the system is.
 */
class IgnitionIT {
  private static final String SERVER = "http://10.77.0.1:8077";
  private static final List<String> SYSTEMS = List.of("flatcar", "fcos");
  private static final Map<String, String> KEYS =
      Map.of("flatcar", "opt/org.flatcar-linux/config", "fcos", "opt/com.coreos/config");

  @RegisterExtension static final Lab lab = new Lab();

  private Snapshot before;

  /** A server for what guests fetch, on an address of the lab's that its networks lead to. */
  @BeforeAll
  static void serve() throws Exception {
    Path site = Files.createDirectory(lab.home().resolve("site"));
    Files.writeString(site.resolve("k3s"), "not really k3s");
    lab.exec("ip", "address", "add", "10.77.0.1/32", "dev", "lo").ok();
    Path ready = lab.home().resolve("serves");
    lab.start(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-cp",
        Programs.sources().resolve("target/test-classes").toString(),
        Publisher.class.getName(),
        site.toString(),
        "8077",
        ready.toString(),
        "0.0.0.0");
    Wait.until("the server is ready", () -> Files.exists(ready));
  }

  @BeforeEach
  void look() {
    before = lab.snapshot();
  }

  @AfterEach
  void everythingIsGone() {
    for (String system : SYSTEMS) {
      lab.kvmcore("destroy", "--yes", "--if-exists", "--cluster", system).ok();
    }
    before.assertSame(lab.snapshot());
  }

  /** All that there are for Ignition. */
  static List<String> profiles() throws IOException {
    Path folder = Programs.sources().resolve("templates/profiles");
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(profile -> Files.exists(profile.resolve("ignition.json.ftl")))
          .map(profile -> profile.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void aProfileGivesMachinesOfEitherSystemAllThatItAsksFor(String profile) throws IOException {
    List<String> options = new ArrayList<>(List.of("--profile", profile));
    if (profile.equals("k3s")) {
      options.addAll(List.of("-e", "k3s_url=" + SERVER + "/k3s"));
    }
    create("2", options).values().forEach(Result::ok);
    for (String system : SYSTEMS) {
      for (JsonNode machine : machines(system)) {
        assertIsAsAsked(system, machine);
        assertHasOneSource(system, name(machine));
      }
    }
  }

  @Test
  void aProfileAndAConfigOfTheUsersOwnAreMergedAndAppliedOnce() throws IOException {
    Path merged = Files.writeString(lab.home().resolve("more.ign.ftl"), MERGED);
    create("1", profile("own", OWN), "--ignition", merged.toString()).values().forEach(Result::ok);
    for (String system : SYSTEMS) {
      JsonNode machine = machines(system).get(0);
      assertIsAsAsked(system, machine);
      String note = "cat /etc/note /etc/merged; systemctl is-enabled own.service";
      String name = name(machine);
      ssh(machine, note)
          .ok()
          .prints(name + " " + address(machine) + " ä+\nof " + name)
          .prints("\nenabled\n");
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
    for (Result late : create("1", profile("wrong", WRONG), "--timeout", "40s").values()) {
      late.exits(6).says("did not answer on ssh within 40 s");
      late.says("Ignition failed in its stage files").says("emergency mode");
    }
    for (String system : SYSTEMS) {
      String console = console(name(machines(system).get(0)));
      assertTrue(console.contains("Ignition failed in its stage files"), console);
      assertTrue(console.contains("hash verification failed"), console);
    }
  }

  // --- Both systems at once ---

  private static Map<String, Result> create(String count, List<String> profile, String... more)
      throws IOException {
    Map<String, Programs.Running> running = new TreeMap<>();
    for (String system : SYSTEMS) {
      List<String> all = new ArrayList<>(List.of(count));
      all.addAll(profile);
      all.addAll(List.of(more));
      all.addAll(List.of("--cluster", system, "--os", system));
      all.addAll(List.of("--image", IgnitionGuest.image().toString()));
      running.put(system, lab.startCreate(all.toArray(String[]::new)));
    }
    Map<String, Result> results = new TreeMap<>();
    running.forEach((system, create) -> results.put(system, create.result()));
    return results;
  }

  /** The options that choose a profile which is not kvmcore's. */
  private static List<String> profile(String name, String template) throws IOException {
    Path templates = lab.home().resolve("templates-" + name);
    Path folder = Files.createDirectories(templates.resolve("profiles").resolve(name));
    Files.writeString(folder.resolve("ignition.json.ftl"), template);
    return List.of("--templates", templates.toString(), "--profile", name);
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

  /**
   * A profile of a user's own: a file, a unit with a drop-in, a fixed address for either system.
   */
  private static final String OWN =
      """
      <#import "../ignition.ftl" as ignition>
      <@ignition.config>
      <@ignition.file path="/etc/note" mode="0644" group="core">${name} ${address} ä+
      </@ignition.file>
      <@ignition.file path="/etc/systemd/network/10-fixed.network">
      [Match]
      MACAddress=${mac}
      [Network]
      Address=${address}/24
      </@ignition.file>
      <@ignition.file path="/etc/NetworkManager/system-connections/fixed.nmconnection" mode="0600">
      [ethernet]
      mac-address=${mac}
      [ipv4]
      method=manual
      address1=${address}/24
      </@ignition.file>
      <@ignition.directory path="/var/lib/own" mode="0700" user="core"/>
      <@ignition.link path="/etc/own" target="/var/lib/own"/>
      <@ignition.unit name="own.service" enabled=true>
      [Service]
      ExecStart=/bin/true

      [Install]
      WantedBy=multi-user.target
      </@ignition.unit>
      <@ignition.dropin unit="own.service" name="10-own.conf">
      [Service]
      Restart=always
      </@ignition.dropin>
      <@ignition.unit name="docker.service" mask=true/>
      </@ignition.config>
      """;

  /** A config of a user's own, over that profile: a file that it fetches, a drop-in of its unit. */
  private static final String MERGED =
      """
      {
        "ignition": {"version": "3.3.0"},
        "storage": {
          "files": [
            {"path": "/etc/note", "mode": 416},
            {"path": "/etc/merged", "contents": {"source": "data:,of%20${name}%0A"}},
            {"path": "/opt/fetched", "contents": {"source": "SERVER/k3s"}}
          ]
        },
        "systemd": {
          "units": [
            {
              "name": "own.service",
              "dropins": [{"name": "20-more.conf", "contents": "[Service]\\nUser=core\\n"}]
            }
          ]
        }
      }
      """
          .replace("SERVER", SERVER);

  /** A file that is not what it should be. */
  private static final String WRONG =
      """
      <#import "../ignition.ftl" as ignition>
      <@ignition.config>
      <@ignition.remote_file path="/etc/note" url="data:,a" hash="sha256-%s"/>
      </@ignition.config>
      """
          .formatted("0".repeat(64));
}
