package io.github.kvmcore.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.ExpectedFile;
import io.github.kvmcore.Installed;
import io.github.kvmcore.model.image.Os;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The Ignition configs of profiles with services, byte for byte. To write the files again, on
 * purpose and to be read in the diff: {@code mvn test -Dtest=ServiceProfilesTest
 * -Dkvmcore.write-expected=true}.
 */
class ServiceProfilesTest {
  private static final Path EXPECTED = Path.of("test-fixtures/services");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void asExpected(ServiceCase which) throws IOException {
    ExpectedFile.check(EXPECTED.resolve(which.file()), which.rendered());
  }

  @Test
  void noFileIsLeftOver() throws IOException {
    ExpectedFile.requireOnly(Stream.of(ServiceCase.values()).map(ServiceCase::file), EXPECTED);
  }

  private static JsonNode read(ServiceCase which) throws IOException {
    return new ObjectMapper().readTree(which.rendered());
  }

  /** The contents of files by their paths. */
  private static Map<String, String> files(ServiceCase which) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (JsonNode file : read(which).at("/storage/files")) {
      String source = file.at("/contents/source").asText();
      String text =
          source.startsWith("data:,")
              ? URLDecoder.decode(source.substring(6).replace("+", "%2B"), StandardCharsets.UTF_8)
              : source;
      files.put(file.path("path").asText(), text);
    }
    return files;
  }

  /** By systemd's own reader: the units, and what podman would make of its file. */
  @ParameterizedTest
  @EnumSource
  void systemdTakesIt(ServiceCase which) throws Exception {
    Installed.need("systemd-analyze");
    for (JsonNode unit : read(which).at("/systemd/units")) {
      verify(unit.path("name").asText(), unit.path("contents").asText());
      for (JsonNode dropIn : unit.path("dropins")) {
        String text = dropIn.path("contents").asText() + "\nType=oneshot\nExecStart=/bin/true\n";
        verify(unit.path("name").asText(), text);
      }
    }
    String quadlet = files(which).get("/etc/containers/systemd/etcd.container");
    if (quadlet != null) {
      String text =
          quadlet
              .replaceAll("(?s)\n\\[Container\\].*?\n\n", "\n")
              .replace("[Service]", "[Service]\nExecStart=/bin/true");
      verify("etcd.service", text);
    }
  }

  private void verify(String name, String text) throws Exception {
    if (!text.contains("[Service]")) {
      return;
    }
    String here = text.replaceAll("(?m)^ExecStart(Pre)?=-?/\\S+", "ExecStart$1=/bin/true");
    Path file = Files.writeString(folder.resolve(name), here);
    String said = run("systemd-analyze", "verify", "--man=no", file.toString());
    assertFalse(said.contains(name), said);
  }

  @ParameterizedTest
  @EnumSource(names = ".*_K3S_.*", mode = EnumSource.Mode.MATCH_ALL)
  void k3sIsTold(ServiceCase which) throws IOException {
    Map<String, String> files = files(which);
    JsonNode config = new YAMLMapper().readTree(files.get("/etc/rancher/k3s/config.yaml"));
    assertTrue(config.path("node-name").asText().startsWith("e-1-1"));
    assertEquals("192.168.222.11", config.path("node-ip").asText());
    assertEquals("/etc/rancher/k3s/token", config.path("token-file").asText());
    boolean agent = which.name().endsWith("AGENT");
    String token = agent ? "/secrets-coreos/k3s-agent-token" : "/secrets-coreos/k3s-token";
    assertTrue(files.get("/etc/rancher/k3s/token").endsWith(token));
    String agentToken = "/etc/rancher/k3s/agent-token";
    assertEquals(agent ? "" : agentToken, config.path("agent-token-file").asText());
    assertEquals(!agent, files.containsKey(agentToken));
    assertEquals(!agent, read(which).toString().contains("/k3s-token\""));
    boolean joins = which.name().endsWith("AGENT") || which.name().endsWith("FURTHER");
    assertEquals(joins ? "https://192.168.222.12:6443" : "", config.path("server").asText());
    assertEquals(which.name().endsWith("FOUNDER"), config.path("cluster-init").asBoolean());
    assertEquals(!which.name().endsWith("AGENT"), config.has("tls-san"));
    assertEquals(which.os == Os.FCOS, files.containsKey("/etc/rancher/k3s/fetch.sh"));
    assertEquals(agent, files.containsKey("/etc/rancher/k3s/flannel.sh"));
    assertEquals(
        agent, read(which).toString().contains("ExecStartPre=/bin/sh /etc/rancher/k3s/flannel.sh"));
  }

  @ParameterizedTest
  @EnumSource(names = ".*_ETCD.*", mode = EnumSource.Mode.MATCH_ALL)
  void onlyOneThatJoinsWaits(ServiceCase which) throws IOException {
    String all = read(which).toString() + files(which);
    assertEquals(
        which.name().endsWith("JOINS"), all.contains("ConditionPathExists=/etc/etcd/joined"));
    assertEquals(!which.name().endsWith("CLEAR"), all.contains("/etc/etcd/tls/member.key"));
    assertEquals(which.name().endsWith("CLEAR"), all.contains("http://192.168.222.11:2380"));
    assertEquals(
        which.name().endsWith("DISCOVERY"), all.contains("ETCD_DISCOVERY=" + RenderCase.DISCOVERY));
  }

  private static String run(String... argv) throws Exception {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
