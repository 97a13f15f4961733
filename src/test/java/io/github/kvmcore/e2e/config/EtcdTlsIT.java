package io.github.kvmcore.e2e.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * etcd with certificates. The guests have none, so Debian's etcd runs with the environment and the
 * certificates of their Ignition configs, at their addresses, in a network of its own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EtcdTlsIT {
  private static final String SECRETS = "/var/lib/libvirt/images/coreos/.kvmcore/secrets-coreos";
  private static final Path FOLDER = Path.of("lib/images/coreos");

  @RegisterExtension static final Lab lab = new Lab();

  private static final EtcdHosts hosts = new EtcdHosts(lab);

  private static Snapshot before;

  @BeforeAll
  static void look() throws IOException {
    before = lab.snapshot();
  }

  private static String[] arguments(String count) {
    return new String[] {
      count, "--profile", "etcd", "--provisioning", "ignition", "--wait", "running"
    };
  }

  private static Path file(String name) {
    return lab.file(FOLDER.resolve(name).toString());
  }

  private static JsonNode ignition(int index) throws IOException {
    return new ObjectMapper().readTree(Files.readString(file("ignition-coreos-" + index + ".ign")));
  }

  private static String dropIn(int index) throws IOException {
    return StreamSupport.stream(ignition(index).at("/systemd/units").spliterator(), false)
        .filter(unit -> unit.path("name").asText().equals("etcd-member.service"))
        .map(unit -> unit.at("/dropins/0/contents").asText())
        .findFirst()
        .orElseThrow();
  }

  /** Puts on the host what Ignition and systemd would put into the guest. */
  private static void write(int index) throws IOException {
    Path tls = Files.createDirectories(lab.home().resolve("tls-" + index));
    for (JsonNode file : ignition(index).at("/storage/files")) {
      String path = file.path("path").asText();
      String source = file.at("/contents/source").asText();
      if (path.startsWith("/etc/etcd/tls/")) {
        byte[] bytes = Base64.getDecoder().decode(source.substring("data:;base64,".length()));
        Files.write(tls.resolve(path.substring("/etc/etcd/tls/".length())), bytes);
      }
    }
    hosts.write(index, hosts.variables(dropIn(index)).replace("=/etc/ssl/certs/", "=" + tls + "/"));
  }

  private static String etcdctl(String address) {
    return "etcdctl --endpoints=https://%1$s:2379 --cacert=%2$s/etcd-ca.crt --cert=%2$s/etcd-client.crt"
            .formatted(address, SECRETS)
        + " --key="
        + SECRETS
        + "/etcd-client.key";
  }

  /** A function of the script: tries a command again until it succeeds. */
  private static String await() {
    return """
    await() { # COMMAND...
      tries=0
      until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 40 ] || { cat %s/log-*; exit 1; }
        sleep 1
      done
    }
    """
        .formatted(lab.home());
  }

  @Test
  @Order(1)
  void membersWithCertificatesElectALeaderAndTakeInALaterOne() throws IOException {
    Path record = lab.home().resolve("record.json");
    String[] arguments = arguments("3");
    Result made =
        lab.create(
            Stream.concat(Arrays.stream(arguments), Stream.of("--record", record.toString(), "-v"))
                .toArray(String[]::new));
    List<JsonNode> machines = lab.machines();
    String first = machines.get(0).get("address").asText();
    made.ok().says("etcd answers who shows a certificate: " + etcdctl(first) + " endpoint health");
    for (int index = 1; index <= 3; index++) {
      write(index);
    }
    requireHidden(record, made);

    Result grown = lab.create(arguments("4")).ok();
    write(4);
    JsonNode fourth = lab.machines().get(3);
    String add =
        etcdctl(first)
            + " member add coreos-4 --peer-urls=https://"
            + fourth.get("address").asText()
            + ":2380";
    grown.says("coreos-4: its etcd waits; here run " + add);
    assertTrue(dropIn(4).contains("ConditionPathExists=/etc/etcd/joined"));
    assertFalse(dropIn(1).contains("ConditionPathExists"));

    StringBuilder script =
        new StringBuilder(hosts.network(first.substring(0, first.lastIndexOf('.')) + ".1"));
    script.append(await());
    machines.forEach(machine -> script.append(hosts.start(machine)));
    for (JsonNode machine : machines) {
      String address = machine.get("address").asText();
      script.append("await ").append(etcdctl(address)).append(" endpoint health\n");
    }
    script.append(etcdctl(first)).append(" put who kvmcore\n");
    // Nobody is let in without a certificate, and none talks in clear.
    script
        .append("! etcdctl --endpoints=http://%s:2379 get who\n".formatted(first))
        .append(
            "! etcdctl --endpoints=https://%s:2379 --cacert=%s/etcd-ca.crt get who\n"
                .formatted(first, SECRETS))
        .append("await ")
        .append(add)
        .append('\n')
        .append(hosts.start(fourth))
        .append("await ")
        .append(etcdctl(fourth.get("address").asText()))
        .append(" endpoint health\n")
        .append(etcdctl(first))
        .append(" member list\n")
        .append(etcdctl(fourth.get("address").asText()))
        .append(" get who --print-value-only\n")
        .append(etcdctl(first))
        .append(" endpoint status -w json\n");
    Result ran = hosts.run(script).ok();
    assertEquals(4, ran.out().lines().filter(line -> line.contains(", started, ")).count());
    ran.prints("kvmcore\n");
    assertTrue(ran.out().matches("(?s).*\"leader\":[1-9].*"), ran.out());
  }

  /** Neither what is recorded nor what is said holds a key. */
  private static void requireHidden(Path record, Result made) throws IOException {
    String key = Files.readString(lab.home().resolve("tls-1/member.key"));
    String line = key.lines().toList().get(1);
    String base64 = Base64.getEncoder().encodeToString(key.getBytes());
    for (String text : List.of(Files.readString(record), made.out(), made.err())) {
      assertFalse(text.contains(line) || text.contains(base64));
    }
    for (String name : List.of("etcd-ca.key", "etcd-member-coreos-1.key", "etcd-client.key")) {
      Path file = file(".kvmcore/secrets-coreos/" + name);
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), name);
    }
    Path folder = file(".kvmcore/secrets-coreos");
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
  }

  @Test
  @Order(2)
  void theSecretsStayUntilTheLastMachineGoes() throws IOException {
    String authority = Files.readString(file(".kvmcore/secrets-coreos/etcd-ca.crt"));
    lab.kvmcore("destroy", "--yes", "coreos-4").ok();
    assertFalse(Files.exists(file(".kvmcore/secrets-coreos/etcd-member-coreos-4.key")));
    lab.create(arguments("4")).ok();
    assertEquals(authority, Files.readString(file(".kvmcore/secrets-coreos/etcd-ca.crt")));
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  @Order(3)
  void aScriptOfADryRunMakesTheSecretsToo() throws IOException {
    Result dry =
        lab.create(
            "1",
            "--profile",
            "etcd",
            "--provisioning",
            "ignition",
            "--wait",
            "running",
            "--dry-run");
    dry.ok().prints("openssl genpkey");
    assertFalse(dry.out().contains("PRIVATE KEY"));
    Path script = Files.writeString(lab.home().resolve("dry.sh"), dry.out());
    lab.exec("sh", script.toString()).ok();
    write(1);
    String key = Files.readString(lab.home().resolve("tls-1/member.key"));
    assertEquals(Files.readString(file(".kvmcore/secrets-coreos/etcd-member-coreos-1.key")), key);
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  @Order(4)
  void withoutCertificatesItTalksInClear() throws IOException {
    lab.create(
            "1",
            "--profile",
            "etcd",
            "--provisioning",
            "ignition",
            "-e",
            "etcd_tls=no",
            "--wait",
            "running")
        .ok();
    assertFalse(Files.exists(file(".kvmcore/secrets-coreos/etcd-ca.crt")));
    assertTrue(dropIn(1).contains("ETCD_ADVERTISE_CLIENT_URLS=http://"));
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }
}
