package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tells of two machines, and what talks to them by their names. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadersIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final ObjectMapper JSON = new ObjectMapper();

  private static String key() {
    return lab.home().resolve("key").toString();
  }

  /** Where the key is kept that a machine shows first, if kvmcore gave it none. */
  private static Path firstSeen() {
    return lab.home().resolve(".local/state/kvmcore/coreos/known_hosts");
  }

  /** What ssh knows coreos-1 by. */
  private static Path known() {
    return lab.home().resolve(".local/state/kvmcore/coreos/known_hosts.coreos-1");
  }

  private static final String PUBLIC_KEY =
      "/var/lib/libvirt/images/coreos/.kvmcore/secrets-coreos/ssh-host-coreos-1.pub";

  /** Runs a line of a shell on the lab, with kvmcore and the key as $0 and $1. */
  private static Result shell(String script) {
    return lab.exec("sh", "-c", script, Lab.KVMCORE.toString(), key());
  }

  /** The same at a terminal, typing this after some seconds. */
  private static Result terminal(String command, String typed) {
    String line = "'" + Lab.KVMCORE + "' " + command.replace("$1", key());
    return lab.exec(
        "sh",
        "-c",
        "(sleep 4; printf '" + typed + "'; sleep 2) | script -qec \"$0\" /dev/null",
        line);
  }

  private static JsonNode info(String name) throws Exception {
    JsonNode told = JSON.readTree(lab.kvmcore("info", "-o", "json", name).ok().out());
    assertEquals(1, told.get("machines").size());
    return told.get("machines").get(0);
  }

  @Test
  @Order(1)
  void infoTellsWhatQemuAndLibvirtTell() throws Exception {
    lab.create("2").ok();
    lab.virsh("autostart", "coreos-2").ok();
    for (String name : List.of("coreos-1", "coreos-2")) {
      JsonNode machine = info(name);
      JsonNode disk =
          JSON.readTree(
              lab.exec("qemu-img", "info", "-U", "--output=json", machine.get("disk").asText())
                  .ok()
                  .out());
      assertEquals(disk.get("virtual-size"), machine.get("disk_virtual_bytes"));
      assertEquals(disk.get("actual-size"), machine.get("disk_used_bytes"));
      assertEquals(disk.get("full-backing-filename"), machine.get("image_cache"));
      assertEquals("running", machine.get("state").asText());
      assertEquals(name.equals("coreos-2"), machine.get("autostart").asBoolean());
      String domain = lab.virsh("dumpxml", name).ok().out();
      for (String field : List.of("mac", "uuid", "network", "console_log", "config_drive")) {
        assertTrue(domain.contains(machine.get(field).asText()), field);
      }
    }
    JsonNode cached =
        JSON.readTree(lab.kvmcore("image", "list", "-o", "json").ok().out()).at("/images/0");
    assertEquals(cached.get("digest"), info("1").get("image_digest"));
    lab.kvmcore("info").ok().prints("coreos-1  running").prints("coreos-2  running");
    lab.kvmcore("info", "7").exits(3).says("no machine \"7\"").says("coreos-1 coreos-2");
  }

  @Test
  @Order(2)
  @SeedLimit(5)
  void theNextToolGetsAnInventory() throws Exception {
    String ini = lab.kvmcore("inventory").ok().out();
    assertTrue(ini.startsWith("[coreos_servers]\ncoreos-1 ansible_host="), ini);
    JsonNode listed = JSON.readTree(lab.kvmcore("inventory", "--list").ok().out());
    String script = Lab.KVMCORE.resolveSibling("kvmcore-inventory").toString();
    Path link = Files.createSymbolicLink(lab.home().resolve("inventory"), Path.of(script));
    assertEquals(listed, JSON.readTree(lab.exec(link.toString(), "--list").ok().out()));
    JsonNode second = listed.at("/_meta/hostvars/coreos-2");
    assertEquals(second, JSON.readTree(lab.exec(link.toString(), "--host", "coreos-2").ok().out()));
    assertEquals(info("coreos-2").get("address"), second.get("ansible_host"));
    assertEquals("128MiB", second.get("vm_disk_size").asText());
    String yaml = lab.kvmcore("inventory", "--format", "yaml").ok().out();
    assertTrue(yaml.contains("      ansible_host: " + second.get("ansible_host")), yaml);
  }

  /** ssh gets what Ansible would give it. */
  @Test
  @Order(3)
  void sshUsesWhatInventoryAndSshConfigSay() throws Exception {
    JsonNode first = JSON.readTree(lab.kvmcore("inventory", "--host", "coreos-1").ok().out());
    String options = first.get("ansible_ssh_common_args").asText();
    String address = first.get("ansible_host").asText();
    Result asked =
        shell(
            "ssh -F/dev/null -oBatchMode=yes -i \"$1\" "
                + options
                + " core@"
                + address
                + " hostname");
    assertEquals("coreos-1\n", asked.ok().out());
    String given = lab.exec("cat", PUBLIC_KEY).ok().out();
    assertTrue(options.contains("StrictHostKeyChecking=yes"), options);
    assertTrue(given.startsWith(Files.readString(known()).split(" ", 2)[1].strip()), given);
    assertFalse(Files.exists(firstSeen()), "a key was taken at the first login");

    Path config = lab.home().resolve("config");
    Files.writeString(config, lab.kvmcore("ssh-config").ok().out());
    Result named = shell("ssh -F " + config + " -oBatchMode=yes -i \"$1\" coreos-2 hostname");
    assertEquals("coreos-2\n", named.ok().out());
    lab.kvmcore("hosts").ok().prints(address + "\tcoreos-1\n");
  }

  @Test
  @Order(4)
  void sshPassesCommandInputAndStatusThrough() {
    Result status = lab.kvmcore("ssh", "-i", key(), "1", "echo out; echo err >&2; exit 7").exits(7);
    assertEquals("out\n", status.out());
    assertEquals("err\n", status.err());
    assertEquals(
        "PIPED THROUGH\n",
        shell("echo piped through | \"$0\" ssh -i \"$1\" coreos-1 tr a-z A-Z").ok().out());
    // As ssh does: the words are joined, and the remote shell parts them.
    assertEquals("a b\n", lab.kvmcore("ssh", "-i", key(), "coreos-1", "echo", "a  b").ok().out());
    assertEquals(
        "-n\n", lab.kvmcore("ssh", "-i", key(), "coreos-1", "printf", "'%s\\n'", "-n").ok().out());
    lab.kvmcore("ssh", "-i", key(), "coreos-1", "--", "-v", "true").ok().says("OpenSSH_");
    lab.kvmcore("ssh", "-q", "-i", "/no/such", "1").exits(3).says("there is no such file");
  }

  @Test
  @Order(5)
  void sshAndConsoleGiveATerminalAway() {
    Result ssh = terminal("ssh -i $1 coreos-1", "tty\\nexit 5\\n").exits(5);
    ssh.prints("/dev/pts/");
    Result console = terminal("console coreos-1", "\\035").ok();
    console.prints("Ctrl+] leaves it");
    lab.kvmcore("console", "coreos-1").exits(2).says("kvmcore logs --cluster coreos coreos-1");
  }

  @Test
  @Order(6)
  void execRunsOnAllAndTellsWhereItFailed() throws Exception {
    Result all = lab.kvmcore("exec", "-i", key(), "hostname").ok();
    assertEquals("coreos-1| coreos-1\ncoreos-2| coreos-2\n", sorted(all.out()));
    all.says("done on 2 machines");
    Result one =
        lab.kvmcore("exec", "-i", key(), "test $(hostname) = coreos-1 || { echo no >&2; exit 9; }")
            .exits(1);
    assertEquals("", one.out());
    one.says("coreos-2| no\n").says("coreos-2 ended with exit status 9").says("failed on 1 of 2");
    lab.kvmcore("exec", "-i", key(), "--on", "2", "--timeout", "2s", "sleep", "30")
        .exits(1)
        .says("coreos-2 was not done within 2 s");
    // Much output is passed on, not held.
    Result much = shell("\"$0\" exec -i \"$1\" 'seq 20000' | cut -d'|' -f1 | sort | uniq -c").ok();
    assertEquals("20000 coreos-1 20000 coreos-2", much.out().strip().replaceAll("\\s+", " "));
    assertTrue(shell("\"$0\" exec -i \"$1\" 'yes' | head -n 1").out().contains("| y"));

    lab.virsh("destroy", "coreos-2").ok();
    JsonNode told =
        JSON.readTree(lab.kvmcore("exec", "-i", key(), "-o", "json", "uname").exits(1).out());
    assertEquals("Linux\n", told.at("/machines/0/out").asText());
    assertEquals(0, told.at("/machines/0/exit_status").asInt());
    assertTrue(told.at("/machines/1/exit_status").isNull(), told::toString);
    lab.kvmcore("ssh", "coreos-2").exits(1).says("kvmcore start --cluster coreos coreos-2");
  }

  private static String sorted(String lines) {
    return String.join("\n", lines.lines().sorted().toList()) + "\n";
  }

  @Test
  @Order(7)
  void logsShowTheConsole() throws Exception {
    Result log = lab.kvmcore("logs", "coreos-1").ok().prints("kvmcore-smoke: coreos-1 ready at");
    Result last = lab.kvmcore("logs", "1", "--lines", "2").ok();
    assertEquals(2, last.out().lines().count());
    assertTrue(log.out().endsWith(last.out()), last::toString);

    Programs.Running following =
        lab.start("timeout", "60", Lab.KVMCORE.toString(), "logs", "-f", "--lines", "0", "1");
    Thread.sleep(2000);
    lab.kvmcore("ssh", "-q", "-i", key(), "1", "true").ok();
    Wait.until(
        "the console is followed",
        () -> Files.readString(following.out()).contains("auth succeeded"));
    following.kill();
  }

  @Test
  @Order(8)
  void aMachineThatIsMadeAnewIsKnownAsNewAndOneWithAnotherKeyIsRefused() throws Exception {
    String before = Files.readString(known());
    lab.kvmcore("destroy", "--yes").ok();
    assertTrue(lab.kvmcore("logs", "1").exits(3).err().contains("cluster coreos is empty"));
    lab.kvmcore("info").ok().says("no machines in cluster coreos");
    lab.create("1").ok();
    Result again = lab.kvmcore("ssh", "-i", key(), "coreos-1", "hostname").ok();
    assertEquals("coreos-1\n", again.out());
    assertFalse(again.err().contains("CHANGED"), again::toString);
    assertFalse(Files.readString(known()).equals(before), "the machine has its old key");

    // As where another machine answers at its address: the keys are not the same.
    Path other = lab.home().resolve("other");
    lab.exec("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString()).ok();
    lab.exec("cp", PUBLIC_KEY, other + ".kept").ok();
    lab.exec("cp", other + ".pub", PUBLIC_KEY).ok();
    lab.kvmcore("ssh", "-i", key(), "1", "true")
        .exits(255)
        .says("does not have the host key that kvmcore gave coreos-1")
        .says("next: kvmcore console --cluster coreos coreos-1");
    lab.kvmcore("exec", "-i", key(), "true").exits(1).says("coreos-1 was refused by its host key");
    lab.exec("cp", other + ".kept", PUBLIC_KEY).ok();
    Result own = lab.kvmcore("ssh", "-i", key(), "1", "exit 255").exits(255);
    assertFalse(own.err().contains("does not have the host key"), own::toString);
    lab.kvmcore("exec", "-i", key(), "true").ok();
    assertFalse(Files.exists(firstSeen()), "a key was taken at the first login");
    lab.exec("rm", PUBLIC_KEY).ok();
    lab.kvmcore("ssh", "-i", key(), "1", "true").ok();
    assertTrue(Files.readString(firstSeen()).contains("ssh-ed25519"), "no host key was kept");
    lab.kvmcore("destroy", "--yes").ok();
  }

  /** Neither a terminal, nor HOME, nor a locale. */
  @Test
  @Order(9)
  void cronReadsAnEmptyCluster() {
    for (String command : List.of("info", "inventory", "hosts", "ssh-config")) {
      Result read = shell("cd / && exec env -i PATH=/usr/bin:/bin \"$0\" -q " + command).ok();
      assertEquals("", read.err());
    }
  }
}
