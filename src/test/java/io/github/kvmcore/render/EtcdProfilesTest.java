package io.github.kvmcore.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.model.config.ConfigKind;
import io.github.kvmcore.model.machine.EtcdStart;
import io.github.kvmcore.model.machine.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The profiles with etcd say what coreos-cloudinit reads, which leaves out without a word what it
 * does not know. The keys are those of coreos-cloudinit 1.9.3, the last of CoreOS:
 * config/config.go, etcd.go, fleet.go and unit.go. The rendered texts were also given to {@code
 * coreos-cloudinit -validate} of 1.2.1, 1.9.3 and Flatcar's (8df59e8), which had nothing to say but
 * that etcd and fleet are deprecated.
 */
class EtcdProfilesTest {
  private static final Set<String> TOP =
      Set.of(
          "ssh_authorized_keys", "coreos", "write_files", "hostname", "users", "manage_etc_hosts");
  private static final Set<String> COREOS =
      Set.of("etcd", "etcd2", "flannel", "fleet", "locksmith", "oem", "update", "units");
  private static final Set<String> ETCD =
      Set.of(
          "addr",
          "bind_addr",
          "ca_file",
          "cert_file",
          "cluster_active_size",
          "cluster_remove_delay",
          "cluster_sync_interval",
          "cors",
          "data_dir",
          "discovery",
          "graphite_host",
          "http_read_timeout",
          "http_write_timeout",
          "key_file",
          "max_result_buffer",
          "max_retry_attempts",
          "name",
          "peer_addr",
          "peer_bind_addr",
          "peer_ca_file",
          "peer_cert_file",
          "peer_election_timeout",
          "peer_heartbeat_interval",
          "peer_key_file",
          "peers",
          "peers_file",
          "retry_interval",
          "snapshot",
          "snapshot_count",
          "trace",
          "verbose",
          "very_verbose",
          "very_very_verbose");
  private static final Set<String> FLEET =
      Set.of(
          "agent_ttl",
          "authorized_keys_file",
          "disable_engine",
          "engine_reconcile_interval",
          "etcd_cafile",
          "etcd_certfile",
          "etcd_keyfile",
          "etcd_key_prefix",
          "etcd_request_timeout",
          "etcd_servers",
          "etcd_username",
          "etcd_password",
          "metadata",
          "public_ip",
          "token_limit",
          "verbosity",
          "verify_units");
  private static final Set<String> UNIT =
      Set.of("name", "mask", "enable", "runtime", "content", "command", "drop_ins");
  private static final String COMMANDS =
      "(start|stop|restart|reload|try-restart|reload-or-restart|reload-or-try-restart)?";

  private static JsonNode read(RenderCase which) throws IOException {
    return new YAMLMapper().readTree(which.rendered().get("user_data"));
  }

  private static void assertKnown(Set<String> known, JsonNode node) {
    node.fieldNames().forEachRemaining(key -> assertTrue(known.contains(key), key));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "IGNITION.*")
  void coreosCloudinitKnowsEveryKey(RenderCase which) throws IOException {
    JsonNode root = read(which);
    ((ObjectNode) root)
        .remove("ssh_deletekeys"); // cloud-init's, which coreos-cloudinit passes over
    assertKnown(TOP, root);
    assertKnown(COREOS, root.path("coreos"));
    assertKnown(Set.of("reboot_strategy", "group", "server"), root.path("coreos").path("update"));
    assertKnown(ETCD, root.path("coreos").path("etcd"));
    assertKnown(FLEET, root.path("coreos").path("fleet"));
    for (JsonNode unit : root.path("coreos").path("units")) {
      assertKnown(UNIT, unit);
      assertTrue(unit.path("command").asText().matches(COMMANDS), unit::toString);
      for (JsonNode dropIn : unit.path("drop_ins")) {
        assertKnown(Set.of("name", "content"), dropIn);
      }
    }
  }

  private static List<String> environment(RenderCase which) throws IOException {
    JsonNode dropIn = read(which).at("/coreos/units/0/drop_ins/0");
    List<String> lines = new ArrayList<>(dropIn.path("content").asText().lines().toList());
    assertEquals("[Service]", lines.remove(0));
    return lines.stream()
        .map(line -> line.replaceFirst("^Environment=\"([^\"%\\\\]*)\"$", "$1"))
        .toList();
  }

  @Test
  void etcd3IsToldOfAllMembers() throws IOException {
    assertEquals(
        List.of(
            "ETCD_NAME=coreos-1",
            "ETCD_LISTEN_PEER_URLS=http://192.168.222.11:2380",
            "ETCD_LISTEN_CLIENT_URLS=http://192.168.222.11:2379,http://127.0.0.1:2379",
            "ETCD_INITIAL_ADVERTISE_PEER_URLS=http://192.168.222.11:2380",
            "ETCD_ADVERTISE_CLIENT_URLS=http://192.168.222.11:2379",
            "ETCD_INITIAL_CLUSTER=coreos-1=http://192.168.222.11:2380"
                + ",coreos-2=http://192.168.222.12:2380,coreos-3=http://192.168.222.13:2380",
            "ETCD_INITIAL_CLUSTER_STATE=new",
            "ETCD_INITIAL_CLUSTER_TOKEN=coreos-20260102030405"),
        environment(RenderCase.ETCD));
    JsonNode unit = read(RenderCase.ETCD).at("/coreos/units/0");
    assertEquals(
        "etcd-member.service start",
        unit.path("name").asText() + " " + unit.path("command").asText());
  }

  /** With the name of an old member and without its data, etcd would harm the cluster. */
  @Test
  void etcd3ThatJoinsIsNotStarted() throws IOException {
    assertTrue(environment(RenderCase.ETCD_JOINS).contains("ETCD_INITIAL_CLUSTER_STATE=existing"));
    JsonNode unit = read(RenderCase.ETCD_JOINS).at("/coreos/units/0");
    assertTrue(unit.path("enable").asBoolean() && unit.path("command").isMissingNode());
  }

  /** etcd refuses to start with both. */
  @Test
  void aDiscoveryUrlStandsInPlaceOfTheList() throws IOException {
    List<String> environment = environment(RenderCase.ETCD_DISCOVERY);
    assertTrue(environment.contains("ETCD_DISCOVERY=" + RenderCase.DISCOVERY));
    assertFalse(environment.toString().contains("ETCD_INITIAL_CLUSTER"), environment::toString);
    JsonNode old = read(RenderCase.ETCD_FLEET_DISCOVERY).at("/coreos/etcd");
    assertEquals(RenderCase.DISCOVERY, old.path("discovery").asText());
    assertTrue(old.path("peers").isMissingNode());
  }

  @Test
  void etcd04HasItsPeersButNotItself() throws IOException {
    JsonNode etcd = read(RenderCase.ETCD_FLEET_PEERS).at("/coreos/etcd");
    assertEquals(
        Map.of(
            "name", "coreos-1",
            "addr", "192.168.222.11:4001",
            "peer_addr", "192.168.222.11:7001",
            "peers", "192.168.222.12:7001,192.168.222.13:7001"),
        new YAMLMapper().convertValue(etcd, Map.class));
  }

  @Test
  void theFirstOfEtcd04HasNoPeers() throws IOException {
    JsonNode coreos = read(RenderCase.ETCD_FLEET).path("coreos");
    assertTrue(coreos.path("etcd").path("peers").isMissingNode());
    assertEquals("192.168.222.11", coreos.at("/fleet/public_ip").asText());
    assertEquals("name=coreos-1", coreos.at("/fleet/metadata").asText());
    assertEquals("etcd.service", coreos.at("/units/0/name").asText());
    assertEquals("fleet.service", coreos.at("/units/1/name").asText());
  }

  @Test
  void updatesAreOffWhereTheSystemHasThem() throws IOException {
    for (RenderCase which :
        List.of(RenderCase.COREOS, RenderCase.ETCD_FLEET, RenderCase.ETCD_JOINS)) {
      assertEquals(
          Map.of("reboot_strategy", "off", "server", "disabled"),
          new YAMLMapper().convertValue(read(which).at("/coreos/update"), Map.class));
    }
    assertTrue(read(RenderCase.ETCD).at("/coreos/update").isMissingNode());
  }

  @Test
  void aProfileOfTheUsersHasTheSameValues() {
    String own =
        "${discovery_url}|${etcd_state}|${etcd_first?c}|${etcd_token}|"
            + "<#list etcd_members as m>${m.name} ${m.address}<#sep>, </#list>";
    Renderer renderer =
        new Renderer(
            new Templates(
                name ->
                    name.equals("profiles/own/user_data.ftl")
                        ? Optional.of(own)
                        : Optional.empty()));
    assertTrue(renderer.profiles().hasEtcd("own", ConfigKind.CLOUD_CONFIG));
    Machine machine = RenderCase.ETCD.machine();
    assertEquals(
        "|new|true|coreos-20260102030405|coreos-1 192.168.222.11, coreos-2 192.168.222.12, coreos-3"
            + " 192.168.222.13",
        renderer.userData("own", machine, RenderCase.ETCD.common()));
    assertEquals(
        RenderCase.DISCOVERY + "|new",
        renderer
            .userData("own", machine, RenderCase.ETCD_DISCOVERY.common())
            .substring(0, RenderCase.DISCOVERY.length() + 4));
    assertEquals("|new|true||", renderer.userData("own", machine, RenderCase.NO_KEYS.common()));
    assertEquals(EtcdStart.NONE, RenderCase.NO_KEYS.common().etcd(machine));
  }
}
