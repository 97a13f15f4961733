package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.libvirt.SimulatedRuns.Result;
import io.github.kvmcore.exec.file.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines of the version before: with a claim in root's own folders they need no adoption. */
class EarlierClaimsTest {
  private static final String STORAGE = "/srv/kvm";
  private static final String DISK = STORAGE + "/vm-coreos-1.img";

  private final SimulatedRuns runs = new SimulatedRuns();

  @BeforeEach
  void folders() {
    runs.host.put(DISK, "disk", 0600);
    runs.host.put(STORAGE + "/.kvmcore/folders", STORAGE + "\n", 0600);
    runs.openFolders();
  }

  private static String claim(String kind) throws IOException {
    return Files.readString(Path.of("test-fixtures/claims", kind + ".xml"));
  }

  private void put(String kind, String config) throws IOException {
    runs.host.put(STORAGE + "/.kvmcore/coreos-1.xml", claim(kind), 0600);
    runs.host.put(STORAGE + "/" + config, "config", 0400);
    runs.openFolders();
    runs.host.libvirt.define(runs.host.libvirt.domains, claim(kind), "shut off");
  }

  private Result run(String... words) {
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "-e";
    all[words.length + 1] = "vm_image_storage_fs_dir=" + STORAGE;
    return runs.run(all);
  }

  @ParameterizedTest
  @CsvSource({
    "9p, configdrive-coreos-1/openstack/latest/user_data",
    "iso, configdrive-coreos-1.iso",
    "ignition, ignition-coreos-1.ign",
  })
  void areListedAndDestroyed(String kind, String config) throws IOException {
    put(kind, config);
    assertTrue(run("list").out().contains("coreos-1"));
    Result destroyed = run("destroy", "--yes");
    assertEquals(0, destroyed.status(), destroyed::toString);
    assertEquals(List.of(), runs.machines());
    assertFalse(Files.exists(runs.host.path(STORAGE)), "something is left of " + kind);
  }

  @Test
  void areLeftWhereOthersCouldHaveWrittenTheClaim() throws IOException {
    put("iso", "configdrive-coreos-1.iso");
    Files.setPosixFilePermissions(
        runs.host.path("/srv"), PosixFilePermissions.fromString("rwxrwxrwx"));
    runs.files = new LocalFiles();
    Result left = run("destroy", "--yes");
    assertEquals(1, left.status(), left::toString);
    assertTrue(left.err().contains("/srv is writable by everyone (mode 0777)"), left.err());
    assertTrue(left.err().contains(DISK), left.err());
    assertTrue(Files.exists(runs.host.path(DISK)));
    Result adopted = run("destroy", "--yes", "--adopt");
    assertEquals(0, adopted.status(), adopted::toString);
    assertFalse(Files.exists(runs.host.path(DISK)));
  }
}
