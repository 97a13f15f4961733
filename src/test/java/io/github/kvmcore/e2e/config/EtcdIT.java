package io.github.kvmcore.e2e.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.publisher.Publisher;
import io.github.kvmcore.publisher.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The profiles with etcd. The guests have none, so Debian's etcd runs with what they were given, at
 * their addresses, in a network of its own; a server on the lab gives out discovery URLs.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EtcdIT {
  private static final int PORT = 8087;
  private static final String SERVICE = "http://127.0.0.1:" + PORT;

  @RegisterExtension static final Lab lab = new Lab();

  private static final EtcdHosts hosts = new EtcdHosts(lab);

  private static Snapshot before;
  private static Site site;

  @BeforeAll
  static void serve() throws Exception {
    before = lab.snapshot();
    site = lab.publisher(PORT);
  }

  private static Result create(String count, String profile, String... more) {
    List<String> all = new ArrayList<>(List.of(count, "--profile", profile));
    all.addAll(List.of("--wait", "running"));
    all.addAll(List.of(more));
    return lab.create(all.toArray(String[]::new));
  }

  private static JsonNode coreos(int index) throws IOException {
    String drive = "lib/images/coreos/configdrive-coreos-" + index;
    Path file = lab.file(drive).resolve("openstack/latest/user_data");
    return new YAMLMapper().readTree(Files.readString(file)).path("coreos");
  }

  // --- A list of members ---

  private static void write(int index) throws IOException {
    String dropIn = coreos(index).at("/units/0/drop_ins/0/content").asText();
    hosts.write(index, hosts.variables(dropIn));
  }

  private static String awaitHealth(JsonNode machine) {
    return """
    tries=0
    until ETCDCTL_ENDPOINTS=http://%s:2379 etcdctl endpoint health > /dev/null 2>&1 \\
      && etcdctl member list | grep -q ', started, %s,'; do
      tries=$((tries + 1))
      [ "$tries" -lt 30 ] || { cat %s/log-*; exit 1; }
      sleep 1
    done
    """
        .formatted(machine.get("address").asText(), machine.get("name").asText(), lab.home());
  }

  @Test
  @Order(1)
  void etcdFindsTheMembersOfTheListAndOneThatIsAddedLater() throws IOException {
    create("2", "etcd").ok();
    write(1);
    write(2);
    Result grown = create("3", "etcd").ok();
    write(3);
    assertFalse(coreos(3).at("/units/0").has("command"), "it is started by hand");

    List<JsonNode> machines = lab.machines();
    String first = machines.get(0).get("address").asText();
    String add =
        "etcdctl member add coreos-3 --peer-urls=http://"
            + machines.get(2).get("address").asText()
            + ":2380";
    grown.says("coreos-3: its etcd waits; on coreos-1 run " + add);
    String script =
        hosts.network(first.substring(0, first.lastIndexOf('.')) + ".1")
            + "export ETCDCTL_ENDPOINTS=http://"
            + first
            + ":2379\n"
            + hosts.start(machines.get(0))
            + hosts.start(machines.get(1))
            + awaitHealth(machines.get(0))
            + awaitHealth(machines.get(1))
            + "etcdctl member list\n"
            // Members that have just met are not trusted with a change for a few seconds.
            + "until "
            + add
            + "; do sleep 1; done\n"
            + hosts.start(machines.get(2))
            + awaitHealth(machines.get(2))
            + "etcdctl member list\n";
    List<String> members =
        hosts.run(script).ok().out().lines().filter(line -> line.contains(", started, ")).toList();
    assertEquals(
        List.of("coreos-1", "coreos-2", "coreos-1", "coreos-2", "coreos-3"),
        Stream.concat(names(members.subList(0, 2)), names(members.subList(2, members.size())))
            .toList());
  }

  private static Stream<String> names(List<String> members) {
    return members.stream().map(member -> member.split(", ")[2]).sorted();
  }

  @Test
  @Order(2)
  void aMemberThatIsMadeAgainIsToBeReplaced() throws IOException {
    lab.kvmcore("destroy", "--yes", "coreos-2").ok();
    create("3", "etcd")
        .ok()
        .says("where it was a member before, first etcdctl member remove ID")
        .says("etcdctl member add coreos-2 --peer-urls=http://");
    assertFalse(coreos(2).at("/units/0").has("command"), "it is started by hand");
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  // --- A discovery URL ---

  private static List<String> seen() throws IOException {
    return site.asked();
  }

  @Test
  @Order(3)
  void aNewClusterAsksForADiscoveryUrlAndKeepsIt() throws IOException {
    Path record = lab.home().resolve("record.json");
    String service = "default_discovery_url=" + SERVICE;
    create("1", "etcd_fleet", "-e", service, "--record", record.toString()).ok();
    assertEquals(List.of("/new?size=1"), seen());
    assertEquals(SERVICE + "/" + Publisher.token(1), coreos(1).at("/etcd/discovery").asText());
    assertFalse(Files.readString(record).contains(Publisher.token(1)));

    // One that is added later has the same, whether or not the service is named again.
    create("2", "etcd_fleet").ok();
    create("3", "etcd_fleet", "-e", service).ok();
    assertEquals(1, seen().size());
    for (int index = 2; index <= 3; index++) {
      assertEquals(
          SERVICE + "/" + Publisher.token(1), coreos(index).at("/etcd/discovery").asText());
      assertTrue(coreos(index).at("/etcd/peers").isMissingNode());
    }
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  @Order(4)
  void aDryRunAsksTooAndItsScriptHoldsTheUrl() throws IOException {
    int asked = seen().size();
    Result dry =
        create("2", "etcd", "-e", "request_discovery_url=" + SERVICE + "/new?a=b", "--dry-run");
    dry.ok().prints("ETCD_DISCOVERY=" + SERVICE + "/" + Publisher.token(asked + 1));
    dry.says("asked " + SERVICE + "/new?");
    assertEquals("/new?a=b&size=2", seen().get(asked));
    before.assertSame(lab.snapshot());
  }

  @Test
  @Order(5)
  void aDeadServiceIsToldBeforeAnythingIsChanged() throws IOException {
    int asked = seen().size();
    String dead = "http://127.0.0.1:9/new";
    create("2", "etcd", "-e", "request_discovery_url=" + dead)
        .exits(4)
        .says(dead + "?size=2: no connection to 127.0.0.1")
        .says("use_discovery_token: no");
    before.assertSame(lab.snapshot());
    assertEquals(asked, seen().size());
  }

  @Test
  @Order(6)
  void withoutFixedAddressesNothingIsDone() {
    lab.exec("ip", "link", "add", "br7", "type", "bridge").ok();
    lab.exec("ip", "link", "set", "br7", "up").ok();
    create("2", "etcd_fleet", "--bridge", "br7")
        .exits(3)
        .says("etcd_fleet needs machines with fixed addresses")
        .says("leave out vm_bridge");
    lab.exec("ip", "link", "del", "br7").ok();
    before.assertSame(lab.snapshot());
  }
}
