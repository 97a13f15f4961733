package io.github.kvmcore.spec.load;

import static io.github.kvmcore.spec.load.SettingsFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.kvmcore.spec.DiscoverySettings;
import io.github.kvmcore.spec.DiscoverySettings.Use;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private final SettingsFixture host = new SettingsFixture();

  private DiscoverySettings load(String text) {
    return host.load(yaml(text)).discovery();
  }

  @Test
  void aListOfPeersWhereNobodyNamesAService() {
    assertEquals(Use.AUTO, load("vm_count: 3").use());
    assertEquals(Use.AUTO, load("use_discovery_token: auto").use());
    assertEquals(Use.AUTO, load("discovery_token:").use());
    assertEquals("https://discovery.etcd.io/new", load("vm_count: 3").requestUrl());
  }

  @Test
  void whoNamesATokenOrAServiceWantsIt() {
    assertEquals(Use.YES, load("discovery_token: abc").use());
    assertEquals(Use.YES, load("request_discovery_url: http://d.example/new").use());
    assertEquals(Use.YES, load("default_discovery_url: http://d.example").use());
    assertEquals(Use.YES, load("use_discovery_token: yes").use());
    assertEquals(Use.NO, load("{use_discovery_token: no, discovery_token: abc}").use());
    assertNull(load("{use_discovery_token: no, discovery_token: abc}").url());
  }

  /** As it stands in settings of old; the service is dead. */
  @Test
  void thePublicServiceIsUsedOnlyWhereThatIsSaid() {
    String old =
        "{request_discovery_url: https://discovery.etcd.io/new, default_discovery_url: https://discovery.etcd.io";
    assertEquals(Use.AUTO, load(old + "}").use());
    assertEquals(Use.YES, load(old + ", use_discovery_token: yes}").use());
  }

  @Test
  void newOnesAreAskedForAtTheServiceThatIsNamed() {
    assertEquals(
        "http://d.example:8087/new",
        load("default_discovery_url: http://d.example:8087/").requestUrl());
    assertEquals(
        "http://d.example/ask?a=b",
        load("request_discovery_url: http://d.example/ask?a=b").requestUrl());
  }

  @Test
  void aTokenIsOneOfTheServiceOrAWholeUrl() {
    assertEquals("https://discovery.etcd.io/a_B-1", load("discovery_token: a_B-1").url().text());
    assertEquals(
        "http://d.example/a",
        load("{discovery_token: a, default_discovery_url: http://d.example}").url().text());
    assertEquals(
        "http://10.1.2.3:4001/v2/keys/lab",
        load("discovery_token: http://10.1.2.3:4001/v2/keys/lab").url().text());
  }

  @Test
  void aTokenIsNotShown() {
    assertFalse(host.mistakes(yaml("discovery_token: secret!")).contains("secret"));
    assertFalse(load("discovery_token: secret").toString().contains("secret"));
  }
}
