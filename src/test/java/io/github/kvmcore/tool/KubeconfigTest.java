package io.github.kvmcore.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** By hand after what k3s writes; none was at hand. */
class KubeconfigTest {
  private static final String CA = "Q0E".repeat(20) + "=";
  private static final String CERTIFICATE = "Q0VSVA".repeat(12) + "==";
  private static final String KEY = "S0VZ".repeat(16);
  static final String K3S =
      """
      apiVersion: v1
      clusters:
      - cluster:
          certificate-authority-data: %s
          server: https://127.0.0.1:6443
        name: default
      contexts:
      - context:
          cluster: default
          user: default
        name: default
      current-context: default
      kind: Config
      preferences: {}
      users:
      - name: default
        user:
          client-certificate-data: %s
          client-key-data: %s
      """
          .formatted(CA, CERTIFICATE, KEY);

  @Test
  void isNamedAfterTheClusterAndReachesTheServer() throws IOException {
    String text = Kubeconfig.parse(K3S).orElseThrow().text("yes", "192.168.222.11");
    JsonNode root = new YAMLMapper().readTree(text);
    assertEquals("Config v1", root.path("kind").asText() + " " + root.path("apiVersion").asText());
    assertEquals("yes", root.path("current-context").asText());
    assertEquals("yes", root.at("/contexts/0/context/cluster").asText());
    assertEquals("yes", root.at("/contexts/0/context/user").asText());
    assertEquals("https://192.168.222.11:6443", root.at("/clusters/0/cluster/server").asText());
    assertEquals(CA, root.at("/clusters/0/cluster/certificate-authority-data").asText());
    assertEquals(CERTIFICATE, root.at("/users/0/user/client-certificate-data").asText());
    assertEquals(KEY, root.at("/users/0/user/client-key-data").asText());
    assertTrue(root.at("/clusters/0/name").isTextual(), "no word of YAML's");
  }

  /** Such a file can name a program that kubectl runs. */
  @Test
  void nothingElseOfItIsTaken() {
    String hostile =
        K3S.replace(
            "  user:\n    client-certificate-data",
            "  user:\n    exec:\n      command: /bin/evil\n    client-certificate-data");
    assertTrue(hostile.contains("evil"));
    String text = Kubeconfig.parse(hostile).orElseThrow().text("coreos", "192.168.222.11");
    assertFalse(text.contains("evil"), text);
    assertEquals(Kubeconfig.parse(K3S).orElseThrow().text("coreos", "192.168.222.11"), text);
  }

  @Test
  void whatIsNoneIsNone() {
    assertEquals(Optional.empty(), Kubeconfig.parse(""));
    assertEquals(Optional.empty(), Kubeconfig.parse("cat: can't open"));
    assertEquals(Optional.empty(), Kubeconfig.parse(K3S.replace(KEY, "no/\"key")));
    assertEquals(Optional.empty(), Kubeconfig.parse(K3S.replace("127.0.0.1:6443", "x:6443/evil")));
    assertEquals(Optional.empty(), Kubeconfig.parse(K3S.substring(0, K3S.length() - 80)));
  }
}
