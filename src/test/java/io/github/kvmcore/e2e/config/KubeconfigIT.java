package io.github.kvmcore.e2e.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code kvmcore kubeconfig}. The guests run no k3s and have no sudo: where an answer is wanted, a
 * program in ssh's place gives it, after the file that k3s writes.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KubeconfigIT {
  private static final String KEY = "S0VZ".repeat(16);

  @RegisterExtension static final Lab lab = new Lab();

  private static Snapshot before;

  @BeforeAll
  static void make() throws IOException {
    before = lab.snapshot();
    lab.create(
            "3",
            "--profile",
            "k3s",
            "--servers",
            "2",
            "--provisioning",
            "ignition",
            "--wait",
            "ssh")
        .ok()
        .says("an odd number is better");
  }

  private static Path bin() {
    return lab.home().resolve("bin");
  }

  /** In ssh's place: the first server never answers, the second from the third time on. */
  private static void standIn(String address, String key) throws IOException {
    Files.createDirectories(bin());
    Path asked = lab.home().resolve("asked");
    Files.deleteIfExists(asked);
    String script =
        """
        #!/bin/sh
        case "$*" in
          *" %s -- sudo -n cat /etc/rancher/k3s/k3s.yaml") ;;
          *) echo 'ssh: connect to host: Connection refused' >&2; exit 255 ;;
        esac
        echo x >>%2$s
        if [ "$(wc -l <%2$s)" -lt 3 ]; then
          echo "cat: can't open '/etc/rancher/k3s/k3s.yaml': No such file or directory" >&2
          exit 1
        fi
        cat <<'END'
        apiVersion: v1
        clusters:
        - cluster:
            certificate-authority-data: %3$s
            server: https://127.0.0.1:6443
          name: default
        users:
        - name: default
          user:
            client-certificate-data: %3$s
            client-key-data: %4$s
        END
        """
            .formatted(address, asked, "Q0FT".repeat(20), key);
    Path ssh = bin().resolve("ssh");
    Files.writeString(ssh, script);
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Result kubeconfig(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "PATH=" + bin() + ":" + System.getenv("PATH")));
    command.addAll(List.of(Lab.KVMCORE.toString(), "kubeconfig"));
    command.addAll(List.of(arguments));
    return lab.exec(command.toArray(String[]::new));
  }

  @Test
  @Order(1)
  void waitsForTheFirstServerThatHasIt() throws IOException {
    String second = lab.machines().get(1).get("address").asText();
    standIn(second, KEY);
    Path record = lab.home().resolve("record.json");
    Result printed = kubeconfig("--timeout", "60s", "--record", record.toString()).ok();
    JsonNode root = new YAMLMapper().readTree(printed.out());
    assertEquals("coreos", root.path("current-context").asText());
    assertEquals("https://" + second + ":6443", root.at("/clusters/0/cluster/server").asText());
    assertEquals(KEY, root.at("/users/0/user/client-key-data").asText());
    assertEquals(3, Files.readAllLines(lab.home().resolve("asked")).size());
    String recorded = Files.readString(record);
    assertTrue(recorded.contains("k3s.yaml"));
    assertFalse(recorded.contains(KEY));
  }

  @Test
  @Order(2)
  void isWrittenForItsOwnerOnly() throws IOException {
    Path file = lab.home().resolve("kube");
    Files.writeString(file, "kind: Config\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    kubeconfig("--output-file", file.toString()).ok().says(file + " (current context: ");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertTrue(Files.readString(file).contains(KEY));
    kubeconfig("--output-file", "/no/such/folder/kube").exits(3).says("there is no folder for it");
    kubeconfig("--output-file", lab.home().toString()).exits(3).says("no regular file");
  }

  @Test
  @Order(3)
  void saysWhatIsTheMatterOnWhichMachine() throws IOException {
    standIn("192.0.2.1", KEY);
    kubeconfig("--timeout", "3s")
        .exits(6)
        .says("coreos-1 does not give /etc/rancher/k3s/k3s.yaml")
        .says("coreos-2 does not give /etc/rancher/k3s/k3s.yaml")
        .says("Connection refused")
        .says("next: kvmcore ssh --cluster coreos coreos-1 sudo journalctl -u k3s");
    standIn(lab.machines().get(1).get("address").asText(), "no key");
    Files.writeString(lab.home().resolve("asked"), "x\nx\nx\n");
    kubeconfig("--timeout", "3s").exits(6).says("that is not as k3s writes it");
  }

  /** The real ssh, to guests that answer and have no k3s. */
  @Test
  @Order(4)
  void aRealMachineIsAsked() throws IOException {
    Files.delete(bin().resolve("ssh"));
    kubeconfig("--timeout", "3s", "-i", lab.home().resolve("key").toString())
        .exits(1)
        .says("sudo: not found");
    kubeconfig("--timeout", "3s", "-l", "nobody").exits(1).says("Permission denied");
  }

  @Test
  @Order(5)
  void withoutAServerThereIsNone() throws IOException {
    lab.kvmcore("destroy", "--yes").ok();
    kubeconfig().exits(3).says("has no server of k3s").says("--profile k3s");
    before.assertSame(lab.snapshot());
  }
}
