package io.github.kvmcore.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's kubeconfig, by hand after what kubectl config writes, gets a cluster's entries. */
class KubeconfigFileTest {
  private static final String OTHERS =
      """
      apiVersion: v1
      # the office
      clusters:
      - cluster:
          server: https://10.0.0.1:6443
        name: prod
      contexts:
      - context: {cluster: prod, namespace: web, user: me}
        name: prod
      current-context: prod
      kind: Config
      preferences: {}
      users:
      - name: me
        user:
          exec: {apiVersion: client.authentication.k8s.io/v1, command: login, args: ["010", yes]}
      """;

  private static String lab(String address) {
    return Kubeconfig.parse(KubeconfigTest.K3S).orElseThrow().text("lab", address);
  }

  private static String with(String there, String added) {
    return KubeconfigFile.parse(there).with(added);
  }

  private static JsonNode read(String text) throws IOException {
    return new YAMLMapper().readTree(text);
  }

  @Test
  void othersStayAsTheyAre() throws IOException {
    String merged = with(OTHERS, lab("192.168.222.11"));
    JsonNode before = read(OTHERS);
    JsonNode after = read(merged);
    for (String list : new String[] {"clusters", "contexts", "users"}) {
      assertEquals(before.get(list).get(0), after.get(list).get(0), list);
      assertEquals("lab", after.at("/" + list + "/1/name").asText(), list);
      assertEquals(2, after.get(list).size(), list);
    }
    assertEquals("lab", after.get("current-context").asText());
    assertEquals("https://192.168.222.11:6443", after.at("/clusters/1/cluster/server").asText());
    assertTrue(merged.contains("# the office"), merged);
  }

  @Test
  void anEarlierOneOfTheSameClusterIsReplaced() throws IOException {
    String once = with(OTHERS, lab("192.168.222.11"));
    JsonNode twice = read(with(once, lab("192.168.222.99")));
    assertEquals(2, twice.get("clusters").size());
    assertEquals("https://192.168.222.99:6443", twice.at("/clusters/1/cluster/server").asText());
    assertEquals(read(once).get("users"), twice.get("users"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{}", "clusters: null\nusers: []\n", "kind: Config\n"})
  void oneWithoutEntriesIsFilled(String there) throws IOException {
    JsonNode filled = read(with(there, lab("192.168.222.11")));
    assertEquals(read(lab("192.168.222.11")), filled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clusters", "contexts", "users"})
  void whatAnotherToolNamedSoIsNotReplaced(String list) {
    String there = list + ":\n- name: lab\n";
    KubeconfigFile file = KubeconfigFile.parse(there);
    String kind = list.substring(0, list.length() - 1);
    assertEquals(
        "its " + kind + " \"lab\" was not written by kvmcore",
        assertThrows(IllegalArgumentException.class, () -> file.with(lab("192.168.222.11")))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'- a', it holds no mapping",
    "clusters: 3, its clusters are no list",
    "'a: [', it is not YAML:",
  })
  void whatIsNoKubeconfigIsRefused(String text, String reason) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> KubeconfigFile.parse(text)).getMessage();
    assertTrue(message.startsWith(reason), message);
  }
}
