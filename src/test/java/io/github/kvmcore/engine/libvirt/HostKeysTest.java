package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines get their ssh host key from kvmcore, and ssh checks it at the first login. */
class HostKeysTest {
  private static final String FOLDER = "/var/lib/libvirt/images/coreos/";
  private static final String SECRETS = FOLDER + ".kvmcore/secrets-coreos/";
  private static final String STATE = "/root/.local/state/kvmcore/coreos";
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ+Tl21iM1N9Aft/QRBgk9vHjSxB4lXzpvZd8RH a";
  private static final String PUBLIC = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ";

  private final SimulatedRuns runs = new SimulatedRuns();

  @BeforeEach
  void folderOfTheUser() {
    runs.host.put("/root/mine/nothing", "", 0644);
    runs.openFolders();
  }

  /**
   * @param more options, and another number of machines
   */
  private SimulatedRuns.Result create(String... more) {
    List<String> all = new ArrayList<>(List.of("--wait", "running"));
    if (!List.of(more).contains("3")) {
      all.add(0, "2");
    }
    all.addAll(List.of(more));
    return runs.run(SimulatedRuns.create(all.toArray(String[]::new)));
  }

  private String text(String path) throws IOException {
    return Files.readString(runs.host.path(path));
  }

  private String userData(int machine) throws IOException {
    return text(FOLDER + "configdrive-coreos-" + machine + "/openstack/latest/user_data");
  }

  private boolean isThere(String path) {
    return Files.exists(runs.host.path(path));
  }

  private static String packed(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String ssh(String machine) {
    SimulatedRuns.Result ssh = runs.run("ssh", "--dry-run", machine, "true");
    assertEquals(0, ssh.status(), ssh::toString);
    return ssh.out();
  }

  private void assertChecked(String machine) throws IOException {
    String file = STATE + "/known_hosts." + machine;
    String line = ssh(machine);
    assertTrue(line.contains("UserKnownHostsFile=" + file + " "), line);
    assertTrue(line.contains("StrictHostKeyChecking=yes"), line);
    String alias = line.replaceFirst("(?s).*HostKeyAlias=(\\S+) .*", "$1");
    assertEquals(alias + " " + PUBLIC + "\n", text(file));
    assertEquals(0600, runs.host.files.stat(runs.host.path(file)).orElseThrow().mode());
  }

  private void assertTakesTheFirst(String machine) {
    String line = ssh(machine);
    assertTrue(line.contains("StrictHostKeyChecking=accept-new"), line);
    assertTrue(line.contains("UserKnownHostsFile=" + STATE + "/known_hosts "), line);
  }

  @Test
  void theFirstLoginIsChecked() throws IOException {
    assertEquals(0, create().status());
    for (String machine : List.of("coreos-1", "coreos-2")) {
      assertChecked(machine);
      for (String end : List.of(".key", ".pub")) {
        Path file = runs.host.path(SECRETS + "ssh-host-" + machine + end);
        assertEquals(0600, runs.host.files.stat(file).orElseThrow().mode());
      }
    }
    String key = text(SECRETS + "ssh-host-coreos-1.key");
    assertTrue(userData(1).contains("    content: \"" + packed(key) + "\"\n"), userData(1));
    assertFalse(userData(2).contains(packed(key)), "coreos-2 holds the key of coreos-1");
    String config = runs.run("ssh-config").out();
    assertTrue(config.contains("  StrictHostKeyChecking yes\n"), config);
    assertFalse(config.contains("accept-new"), config);
    String exec = runs.run("exec", "--dry-run", "true").out();
    assertFalse(exec.contains("accept-new"), exec);
    assertEquals(0, runs.run("destroy", "--yes").status());
    assertFalse(isThere(FOLDER), "something is left");
  }

  @Test
  void whoMayReadTheSecretsLogsInByTheClustersOwnKey() throws IOException {
    assertEquals(0, create("-e", "use_my_public_key=no").status());
    String key = SECRETS + "ssh-login.key";
    assertEquals(0600, runs.host.files.stat(runs.host.path(key)).orElseThrow().mode());
    for (int machine = 1; machine <= 2; machine++) {
      String keys = "ssh_authorized_keys:\n  - \"" + PUBLIC + " a\"\n";
      assertTrue(userData(machine).contains(keys), userData(machine));
    }
    assertTrue(metaData().contains("\"" + PUBLIC + " a\""), metaData());
    assertTrue(ssh("coreos-1").contains(" -l core -i " + key + " "), ssh("coreos-1"));
    runs.host.put("/root/.ssh/id_ed25519", "", 0600);
    String both = " -i " + key + " -i /root/.ssh/id_ed25519 ";
    assertTrue(ssh("coreos-1").contains(both), ssh("coreos-1"));
    String own = runs.run("ssh", "-n", "-i", "/root/.ssh/id_ed25519", "1", "true").out();
    assertFalse(own.contains(key), own);
    String config = runs.run("ssh-config").out();
    String files = "  IdentityFile " + key + "\n  IdentityFile /root/.ssh/id_ed25519\n";
    assertTrue(config.contains(files), config);
    String before = text(key);
    assertEquals(0, create("3").status(), "more machines");
    assertEquals(before, text(key));
    assertEquals(0, runs.run("destroy", "--yes").status());
    assertFalse(isThere(key), "the key outlives the cluster");
  }

  private String metaData() throws IOException {
    return text(FOLDER + "configdrive-coreos-1/openstack/latest/meta_data.json");
  }

  @Test
  void ignitionHasTheClustersKey() throws IOException {
    assertEquals(0, create("--provisioning", "ignition").status());
    String config = text(FOLDER + "ignition-coreos-1.ign");
    assertTrue(config.contains("\"" + PUBLIC + " a\""), config);
  }

  /** Machines that were made without it would not take it. */
  @Test
  void aClusterThatWasMadeWithoutStaysWithout() throws IOException {
    assertEquals(0, create().status());
    runs.host.files.delete(runs.host.path(SECRETS + "ssh-login.key"));
    runs.host.files.delete(runs.host.path(SECRETS + "ssh-login.pub"));
    assertEquals(0, create("3").status());
    assertFalse(isThere(SECRETS + "ssh-login.key"));
    assertFalse(userData(3).contains("ssh_authorized_keys"), userData(3));
  }

  @Test
  void whatSshConfigPrintedHoldsForARecreatedMachine() throws IOException {
    assertEquals(0, create().status());
    String before = runs.run("ssh-config").out();
    String file = STATE + "/known_hosts.coreos-1";
    assertEquals(0, runs.run("destroy", "--yes").status());
    runs.host.files.write(runs.host.path(file), "coreos-1 ssh-ed25519 OLD\n", 0600, null);
    assertEquals(0, create().status());
    assertEquals("coreos-1 " + PUBLIC + "\n", text(file));
    assertEquals(before, runs.run("ssh-config").out());
  }

  /** Which named machines by the time when they were made, too. */
  @Test
  void whatSshConfigOfAnEarlierVersionPrintedHoldsToo() throws IOException {
    assertEquals(0, create().status());
    String file = STATE + "/known_hosts.coreos-1";
    runs.host.put(file, "coreos-1-20261130160757 " + PUBLIC + "\n", 0600);
    String both = "coreos-1,coreos-1-20261130160757 " + PUBLIC + "\n";
    assertTrue(ssh("coreos-1").contains("HostKeyAlias=coreos-1 "));
    assertEquals(both, text(file));
    assertTrue(ssh("coreos-1").contains("StrictHostKeyChecking=yes"));
    assertEquals(both, text(file), "the second time");
    assertEquals(0, runs.run("destroy", "--yes", "coreos-1").status());
    assertEquals(0, create().status());
    assertEquals(both, text(file), "of the recreated machine");
  }

  /** Only these: another name there may be another machine's. */
  @Test
  void otherNamesInTheFileOfAMachineGo() throws IOException {
    assertEquals(0, create().status());
    String file = STATE + "/known_hosts.coreos-1";
    runs.host.put(file, "coreos-2,coreos-1-2,*,coreos-1-20261130160757x " + PUBLIC + "\n", 0600);
    assertChecked("coreos-1");
  }

  @Test
  void theKeyGoesWithItsMachineAndIsMadeAgain() throws IOException {
    assertEquals(0, create().status());
    String before = ssh("coreos-1");
    assertEquals(0, runs.run("destroy", "--yes", "coreos-1").status());
    assertFalse(isThere(SECRETS + "ssh-host-coreos-1.key"));
    assertFalse(isThere(SECRETS + "ssh-host-coreos-1.pub"));
    assertTrue(isThere(SECRETS + "ssh-host-coreos-2.key"));
    SimulatedRuns.Result again = create();
    assertEquals(0, again.status(), again::toString);
    assertEquals(1, runs.ran().stream().filter(it -> it.contains(" ssh-keygen ")).count());
    assertChecked("coreos-1");
    assertTrue(before.contains("HostKeyAlias=coreos-1 "), before);
  }

  @Test
  void ignitionHasTheKeyAsFiles() throws IOException {
    assertEquals(0, create("--provisioning", "ignition").status());
    String config = text(FOLDER + "ignition-coreos-1.ign");
    assertTrue(config.contains("\"path\": \"/etc/ssh/ssh_host_ed25519_key\""), config);
    String key = text(SECRETS + "ssh-host-coreos-1.key");
    assertTrue(config.contains("\"data:;base64," + packed(key) + "\""), config);
    assertChecked("coreos-1");
  }

  @Test
  void aHostWithoutTheProgramMakesMachinesAllTheSame() throws IOException {
    runs.host.files.delete(runs.host.path("/usr/bin/ssh-keygen"));
    SimulatedRuns.Result create = create();
    assertEquals(4, create.status(), create::toString);
    assertTrue(create.err().contains("no one could log in to the machines"), create.err());
    runs.host.put("/root/.ssh/id_ed25519.pub", KEY + "\n", 0644);
    create = create("-e", "use_my_public_key=yes");
    assertEquals(0, create.status(), create::toString);
    assertFalse(isThere(SECRETS));
    assertFalse(userData(1).contains("write_files"), userData(1));
    assertTakesTheFirst("coreos-1");
    String doctor = runs.run("doctor").out();
    assertTrue(doctor.contains("ssh-keygen") && doctor.contains("takes any key"), doctor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--user-data /root/mine/user-data",
        "--provisioning ignition --ignition /root/mine/keys.ign",
        "--templates /root/mine --profile mine"
      })
  void whoConfiguresTheGuestOtherwiseIsNotChecked(String options) {
    runs.host.put("/root/mine/user-data", "#cloud-config\nhostname: a\n", 0644);
    String ignition =
        "{\"ignition\": {\"version\": \"3.3.0\"}, \"storage\": {\"files\": [{\"path\":"
            + " \"/etc/ssh/ssh_host_ed25519_key\", \"contents\": {\"source\": \"data:,a\"}}]}}";
    runs.host.put("/root/mine/keys.ign", ignition, 0644);
    String template = "#cloud-config\n<#include \"../identity.ftl\">\nwrite_files: []\n";
    runs.host.put("/root/mine/profiles/mine/user_data.ftl", template, 0644);
    runs.openFolders();
    SimulatedRuns.Result create = create(options.split(" "));
    assertEquals(0, create.status(), create::toString);
    assertFalse(isThere(SECRETS + "ssh-host-coreos-1.key"));
    assertTakesTheFirst("coreos-1");
    assertEquals(0, runs.run("destroy", "--yes").status());
    assertFalse(isThere(FOLDER), "something is left");
  }

  /** Others could put the key of their own machine there. */
  @Test
  void aPublicKeyThatOthersCanWriteCountsForNothing() throws IOException {
    assertEquals(0, create().status());
    Path publicKey = runs.host.path(SECRETS + "ssh-host-coreos-1.pub");
    Files.setPosixFilePermissions(publicKey, PosixFilePermissions.fromString("rw-rw----"));
    assertTakesTheFirst("coreos-1");
    Files.setPosixFilePermissions(publicKey, PosixFilePermissions.fromString("rw-------"));
    Path other = Files.copy(publicKey, runs.host.path("/root/other.pub"));
    Files.delete(publicKey);
    Files.createSymbolicLink(publicKey, other);
    assertTakesTheFirst("coreos-1");
    Files.delete(publicKey);
    Files.writeString(publicKey, "* ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ\n");
    assertTakesTheFirst("coreos-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner", "mode", "link"})
  void aFolderOfSomebodyElsesKeepsNoHostKeys(String what) throws IOException {
    assertEquals(0, create().status());
    Path folder = runs.host.path(STATE);
    Files.createDirectories(folder);
    if (what.equals("owner")) {
      var principals = runs.host.fileSystem.getUserPrincipalLookupService();
      Files.setOwner(folder, principals.lookupPrincipalByName("mallory"));
    } else if (what.equals("mode")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    } else {
      Path theirs = Files.createDirectory(runs.host.path("/root/elsewhere"));
      var principals = runs.host.fileSystem.getUserPrincipalLookupService();
      Files.setOwner(theirs, principals.lookupPrincipalByName("mallory"));
      Files.delete(folder);
      Files.createSymbolicLink(folder, theirs);
    }
    SimulatedRuns.Result ssh = runs.run("ssh", "--dry-run", "coreos-1");
    assertEquals(3, ssh.status(), ssh::toString);
    assertTrue(ssh.err().contains("host keys are not taken from " + STATE), ssh::toString);
    assertEquals("", ssh.out());
  }

  @Test
  void aConfigThatHasTheKeyIsNoDifference() {
    assertEquals(0, create().status());
    SimulatedRuns.Result verify = verify("2", "-e", "use_my_public_key=no");
    assertEquals(0, verify.status(), verify::toString);
  }

  private SimulatedRuns.Result verify(String... more) {
    List<String> all = new ArrayList<>(List.of("verify", "--image", "/var/tmp/base.qcow2"));
    all.addAll(List.of("--memory", "256MiB", "-e", "config_drive=9p"));
    all.addAll(List.of(more));
    return runs.run(all.toArray(String[]::new));
  }

  /**
   * Machines that another user's sudo made, or a version that took no keys of its caller, stay as
   * they should be; a key of root's own that they lack is a difference.
   */
  @Test
  void keysOfTheSudoCallerAreNoDifference() throws IOException {
    String[] own = {"-e", "use_my_public_key=yes"};
    runs.host.put("/root/.ssh/id_ed25519.pub", KEY + "\n", 0644);
    runs.host.put("/etc/passwd", "alice:x:1000:1000::/home/alice:/bin/sh\n", 0644);
    runs.host.put("/home/alice/.ssh/id_ed25519.pub", KEY.replace("RH", "RI") + "\n", 0644);
    runs.openFolders();
    assertEquals(0, create(own).status());
    runs.variables.put("SUDO_UID", "1000");
    assertEquals(0, create("3", "-e", "use_my_public_key=yes").status());
    assertTrue(userData(3).contains(KEY.replace("RH", "RI")), userData(3));
    SimulatedRuns.Result verify = verify("3");
    assertEquals(0, verify.status(), verify::toString);
    runs.host.put("/root/.ssh/id_rsa.pub", KEY.replace("RH", "RJ") + "\n", 0644);
    SimulatedRuns.Result another = verify("3");
    assertEquals(1, another.status(), another::toString);
    for (int machine = 1; machine <= 3; machine++) {
      assertTrue(another.out().contains("coreos-" + machine + "  config"), another::toString);
    }
  }
}
