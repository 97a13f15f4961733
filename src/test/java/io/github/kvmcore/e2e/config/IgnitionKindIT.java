package io.github.kvmcore.e2e.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Machines that are configured by Ignition, as far as libvirt, QEMU and the files on the host go:
 * the smoke guest only reads its name and its keys.
 */
class IgnitionKindIT {
  private static final String CONFIG = "/var/lib/libvirt/images/coreos/ignition-coreos-1.ign";

  @RegisterExtension static final Lab lab = new Lab();

  private Snapshot before;

  @BeforeEach
  void look() {
    before = lab.snapshot();
  }

  @AfterEach
  void everythingIsGone() {
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  void theGuestFindsItsConfigInTheFirmware() {
    lab.create("1", "--provisioning", "ignition").ok();
    lab.assertAnswers("coreos-1", lab.machines().get(0).get("address").asText());
    lab.kvmcore("logs", "coreos-1").ok().prints("user data: fw_cfg opt/com.coreos/config");
    String xml = lab.virsh("dumpxml", "coreos-1").ok().out();
    assertTrue(xml.contains("<entry name='opt/com.coreos/config' file='" + CONFIG + "'/>"), xml);
    assertFalse(xml.contains("<filesystem") || xml.contains("vdb"), xml);
  }

  /** Also after QEMU ended, when libvirt gives the file back. */
  @Test
  void onlyQemuReadsTheFile() {
    lab.create("1", "--provisioning", "ignition").ok();
    assertEquals("400 libvirt-qemu", stat());
    lab.kvmcore("shutdown").ok();
    assertEquals("400 libvirt-qemu", stat());
    lab.kvmcore("start").ok();
    lab.kvmcore("info", "coreos-1").ok().prints("Ignition      " + CONFIG);
    lab.kvmcore("destroy", "--yes").ok();
    lab.exec("test", "-e", CONFIG).exits(1);
  }

  /** A config drive that a run left is taken away: no guest has two sources. */
  @Test
  void anotherKindTakesItsPlace() {
    lab.create("1", "--only", "disks,init").ok();
    lab.exec("test", "-d", "/var/lib/libvirt/images/coreos/configdrive-coreos-1").ok();
    lab.create("1", "--provisioning", "ignition").ok();
    lab.exec("test", "-e", "/var/lib/libvirt/images/coreos/configdrive-coreos-1").exits(1);
    lab.create("1").ok().says("provisioning: ignition, wanted cloud-config");
  }

  /** A template of the user's knows its machine, and is merged over what kvmcore says. */
  @Test
  void theUsersOwnIgnitionConfigIsMerged() throws Exception {
    Path own = lab.home().resolve("my own.ign.ftl");
    Files.writeString(
        own,
        "{\"ignition\": {\"version\": \"3.0.0\"}, \"storage\": {\"files\": [{\"path\":"
            + " \"/etc/motd\", \"contents\": {\"source\": \"data:,${index}-of-${machines?size}-"
            + "${address}\"}}]}}");
    lab.create("2", "--only", "disks,init", "--ignition", own.toString()).ok();
    JsonNode config = new ObjectMapper().readTree(lab.exec("cat", CONFIG).ok().out());
    String source = config.at("/ignition/config/merge/0/source").asText();
    String merged =
        new String(Base64.getDecoder().decode(source.replace("data:;base64,", "")), UTF_8);
    assertTrue(merged.matches(".*data:,1-of-2-192\\.168\\.\\d+\\.11\".*"), merged);

    Files.writeString(own, "{\"ignition\": {\"version\": \"${nmae}\"}}");
    lab.create("3", "--ignition", own.toString()).exits(3).says("nmae").says("column");
  }

  /** Host name and keys come by the config drive's metadata. */
  @Test
  void theUsersOwnCloudConfigStandsInPlaceOfTheProfiles() throws Exception {
    Path own = lab.home().resolve("user-data");
    Files.writeString(own, "#cloud-config\nwrite_files: []\n");
    lab.create("1", "--user-data", own.toString()).ok();
    lab.assertAnswers("coreos-1", lab.machines().get(0).get("address").asText());
    String drive = "/var/lib/libvirt/images/coreos/configdrive-coreos-1/openstack/latest/user_data";
    assertEquals(Files.readString(own), lab.exec("cat", drive).ok().out());
  }

  private static String stat() {
    return lab.exec("stat", "-c", "%a %U", CONFIG).ok().out().strip();
  }
}
