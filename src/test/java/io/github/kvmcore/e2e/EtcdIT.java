package io.github.kvmcore.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.publisher.Publisher;
import io.github.kvmcore.publisher.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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

  /**
   * Makes the environment that systemd makes of the drop-in; the unit's own is its data's place.
   */
  private static void writeEnvironment(int index) throws IOException {
    String dropIn = coreos(index).at("/units/0/drop_ins/0/content").asText();
    String variables =
        dropIn
            .lines()
            .filter(line -> line.startsWith("Environment="))
            .map(line -> line.replaceFirst("^Environment=\"(.*)\"$", "$1"))
            .collect(Collectors.joining("\n"));
    String data = "ETCD_DATA_DIR=" + lab.home().resolve("data-" + index);
    Files.writeString(lab.home().resolve("env-" + index), variables + "\n" + data + "\n");
  }

  /** Runs etcd with a machine's environment, on a host of its own with the machine's address. */
  private static String start(JsonNode machine) {
    return "start %d %s\n".formatted(machine.get("index").asInt(), machine.get("address").asText());
  }

  /** A network of hosts, with the shell at its gateway. */
  private static String network(String gateway) {
    return """
    export ETCDCTL_API=3
    pids=
    trap 'kill $pids; wait' EXIT
    ip link add br0 type bridge
    ip link set br0 up
    ip address add %s/24 dev br0
    start() { # INDEX ADDRESS
      unshare --net sh -c '
        until ip link set eth0 up; do sleep 0.1; done
        ip link set lo up
        ip address add "$2/24" dev eth0
        exec env $(cat "$3/env-$1") etcd' etcd "$1" "$2" %s > "%s/log-$1" 2>&1 &
      pids="$pids $!"
      while [ "$(readlink /proc/$!/ns/net)" = "$(readlink /proc/$$/ns/net)" ]; do sleep 0.1; done
      ip link add "veth$1" type veth peer name eth0 netns "$!"
      ip link set "veth$1" master br0 up
    }
    """
        .formatted(gateway, lab.home(), lab.home());
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

  private static Result shell(String script) throws IOException {
    Path file = Files.writeString(lab.home().resolve("etcd.sh"), script);
    return lab.exec("unshare", "--net", "sh", "-eu", file.toString());
  }

  @Test
  @Order(1)
  void etcdFindsTheMembersOfTheListAndOneThatIsAddedLater() throws IOException {
    create("2", "etcd").ok();
    writeEnvironment(1);
    writeEnvironment(2);
    Result grown = create("3", "etcd").ok();
    writeEnvironment(3);
    assertFalse(coreos(3).at("/units/0").has("command"), "it is started by hand");

    List<JsonNode> machines = lab.machines();
    String first = machines.get(0).get("address").asText();
    String add =
        "etcdctl member add coreos-3 --peer-urls=http://"
            + machines.get(2).get("address").asText()
            + ":2380";
    grown.says("coreos-3: its etcd waits; on coreos-1 run " + add);
    String script =
        network(first.substring(0, first.lastIndexOf('.')) + ".1")
            + "export ETCDCTL_ENDPOINTS=http://"
            + first
            + ":2379\n"
            + start(machines.get(0))
            + start(machines.get(1))
            + awaitHealth(machines.get(0))
            + awaitHealth(machines.get(1))
            + "etcdctl member list\n"
            // Members that have just met are not trusted with a change for a few seconds.
            + "until "
            + add
            + "; do sleep 1; done\n"
            + start(machines.get(2))
            + awaitHealth(machines.get(2))
            + "etcdctl member list\n";
    List<String> members =
        shell(script).ok().out().lines().filter(line -> line.contains(", started, ")).toList();
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
    dry.says("asked " + SERVICE + "/new?a=b for a discovery URL of 2");
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
