package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.exec.http.FaultyServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which token of k3s a machine's config holds when it is written. */
class K3sTokensTest {
  private static final String FOLDER = "/var/lib/libvirt/images/coreos/";
  private static final String SECRETS = FOLDER + ".kvmcore/secrets-coreos/";
  private static final String SERVER = "secret k3s-token.part";
  private static final String AGENT = "secret k3s-agent-token.part";

  private final SimulatedRuns runs = new SimulatedRuns();
  @AutoClose private final FaultyServer server = new FaultyServer();

  K3sTokensTest() throws IOException {}

  private String[] create(String machines, String profile) {
    return SimulatedRuns.create(
        machines,
        "-e",
        "k3s_url=" + server.url("/k3s"),
        "--wait",
        "running",
        "--provisioning",
        "ignition",
        "--templates",
        "/root/mine",
        "--profile",
        profile);
  }

  private String[] create(String machines) {
    return create(machines, "k3s");
  }

  @BeforeEach
  void folderOfTemplates() {
    server.files.put("/k3s", new byte[1]);
    runs.host.put("/root/mine/nothing", "", 0644);
    runs.openFolders();
  }

  private String config(int machine) throws IOException {
    return Files.readString(runs.host.path(FOLDER + "ignition-coreos-" + machine + ".ign"));
  }

  /** The files below /etc/rancher whose content kvmcore put in, by path. */
  private Map<String, String> tokens(int machine) throws IOException {
    Map<String, String> tokens = new TreeMap<>();
    new ObjectMapper()
        .readTree(config(machine))
        .at("/storage/files")
        .forEach(
            file -> {
              String source = file.at("/contents/source").asText();
              String path = file.path("path").asText();
              if (path.startsWith("/etc/rancher") && source.startsWith("data:;base64,")) {
                byte[] bytes = Base64.getDecoder().decode(source.substring(13));
                tokens.put(path, new String(bytes, StandardCharsets.UTF_8));
              }
            });
    return tokens;
  }

  @Test
  void onlyServersHoldTheServersToken() throws IOException {
    assertEquals(0, runs.run(create("3")).status());
    assertEquals(
        Map.of("/etc/rancher/k3s/token", SERVER, "/etc/rancher/k3s/agent-token", AGENT), tokens(1));
    String server = Base64.getEncoder().encodeToString(SERVER.getBytes(StandardCharsets.UTF_8));
    assertTrue(config(1).contains(server));
    for (int agent : new int[] {2, 3}) {
      assertEquals(Map.of("/etc/rancher/k3s/token", AGENT), tokens(agent));
      assertFalse(config(agent).contains(server));
    }
    Path token = runs.host.path(SECRETS + "k3s-agent-token");
    assertEquals(0600, runs.host.files.stat(token).orElseThrow().mode());
    assertEquals(0, runs.run("destroy", "--yes").status());
    assertFalse(Files.exists(runs.host.path(SECRETS)));
  }

  @Test
  void anAgentJoinsServersOfAnEarlierVersion() throws IOException {
    assertEquals(0, runs.run(create("2")).status());
    runs.host.files.delete(runs.host.path(SECRETS + "k3s-agent-token"));
    SimulatedRuns.Result grown = runs.run(create("3"));
    assertEquals(0, grown.status(), grown::toString);
    assertEquals(Map.of("/etc/rancher/k3s/token", SERVER), tokens(3));
    assertTrue(grown.err().contains("coreos-3: joins with the servers' token"), grown::toString);
    assertTrue(grown.err().contains("next: kvmcore destroy --cluster coreos"), grown::toString);
    assertFalse(Files.exists(runs.host.path(SECRETS + "k3s-agent-token")));
  }

  @Test
  void aTemplateCannotGiveAnAgentTheServersToken() {
    String template =
        """
        <#import "../ignition.ftl" as ignition>
        <@ignition.config>
          <@ignition.file path="/etc/role">${k3s_role}</@ignition.file>
          <@ignition.host_file path="/etc/token" from=secrets.k3s_token/>
        </@ignition.config>
        """;
    runs.host.put("/root/mine/profiles/mine/ignition.json.ftl", template, 0644);
    runs.openFolders();
    SimulatedRuns.Result agent = runs.run(create("2", "mine"));
    assertEquals(3, agent.status(), agent::toString);
    String refusal =
        "the template of mine puts files of this host into coreos-2 that are none of its secrets: ";
    assertTrue(agent.err().contains(refusal + SECRETS + "k3s-token"), agent::toString);
    assertFalse(Files.exists(runs.host.path(SECRETS)));
    assertEquals(0, runs.run(create("1", "mine")).status());
  }

  /** The guests would look for it at their first boot, and wait for ever. */
  @Test
  void k3sThatIsNotThereIsRefusedBeforeAnythingIsMade() {
    server.files.clear();
    String before = runs.state();
    SimulatedRuns.Result missing = runs.run(create("2"));
    assertEquals(3, missing.status(), missing::toString);
    assertTrue(
        missing.err().contains("k3s_version, k3s_url: there is no " + server.url("/k3s")),
        missing::toString);
    assertEquals(before, runs.state());
    server.files.put("/k3s", new byte[1]);
    assertEquals(0, runs.run(create("2")).status());
    server.files.clear();
    assertEquals(0, runs.run(create("2")).status(), "nothing is made, and nobody asked");
  }

  /** The guests may reach what the host does not. */
  @Test
  void k3sThatCanNotBeAskedForIsAWarning() {
    String url = server.url("/k3s").toString();
    server.close();
    SimulatedRuns.Result made = runs.run(create("1"));
    assertEquals(0, made.status(), made::toString);
    assertTrue(
        made.err().contains("warning: cannot check that machines can fetch k3s from " + url),
        made::toString);
  }
}
