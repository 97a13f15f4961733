package io.github.kvmcore.e2e.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is secret of a cluster, through its whole life: in files for their owner alone whatever the
 * umask and whoever made the folder, in nothing that is printed or recorded, on no command line,
 * and gone with the cluster. The machines are started, so QEMU can read what is theirs.
 */
class SecretsIT {
  private static final String STORAGE = "/var/lib/libvirt/images/coreos";
  private static final String OWN = "hunter2-of-the-user";

  @RegisterExtension static final Lab lab = new Lab();

  private final Path folder = lab.file("lib/images/coreos");

  @ParameterizedTest
  @CsvSource({
    "000, etcd, ignition, --ignition",
    "077, k3s, ignition, --ignition",
    "000, basic, cloud-config, --user-data",
    "077, basic, cloud-config, --user-data",
  })
  void ofACluster(String umask, String profile, String provisioning, String own)
      throws IOException {
    Snapshot before = lab.snapshot();
    List<String> open = new ArrayList<>(List.of("", ".kvmcore"));
    if (!profile.equals("basic")) {
      open.add(".kvmcore/secrets-coreos");
    }
    // Where others could have put something, nothing is made; where they could look, it is closed.
    open(open, "rwxrwxrwx");
    Result refused = create(umask, profile, provisioning).exits(4);
    assertTrue(refused.err().contains(STORAGE + " is writable by everyone"), refused.err());
    open(open, "rwxr-xr-x");
    Path config = lab.home().resolve(own.substring(2) + "-own");
    Files.writeString(
        config,
        own.equals("--ignition")
            ? "{\"ignition\": {\"version\": \"3.3.0\"}, \"passwd\": {\"users\": [{\"name\": \"core\","
                + " \"passwordHash\": \""
                + OWN
                + "\"}]}}"
            : "#cloud-config\nusers:\n  - name: core\n    passwd: " + OWN + "\n");
    Path record = lab.home().resolve("record.json");
    Result made =
        create(umask, profile, provisioning, own, config.toString(), "--record", record.toString());
    made.ok();
    assertEquals(List.of("coreos-1 running", "coreos-2 running"), lab.states());
    List<String> secrets = new ArrayList<>(secrets());
    // The cluster has a key; each machine a host key, unless the user's cloud-config replaces
    // kvmcore's.
    assertEquals(profile.equals("basic") ? 1 : profile.equals("etcd") ? 7 : 5, secrets.size());
    secrets.add(OWN);
    assertClosed();
    Path later = lab.home().resolve("later.json");
    Result shown = lab.kvmcore("info", "-v", "--debug", "-o", "yaml", "--record", later.toString());
    Result script = create(umask, profile, provisioning, "--dry-run", "-v", "--debug");
    for (String secret : secrets) {
      assertKept(secret, made.out() + made.err(), "what create printed");
      assertKept(secret, shown.ok().out() + shown.err(), "what info printed");
      assertKept(secret, script.ok().out() + script.err(), "a dry run");
      assertKept(secret, Files.readString(record), "the record of create");
      assertKept(secret, Files.readString(later), "the record of info");
      assertEquals("600", lab.exec("stat", "-c", "%a", record.toString()).ok().out().strip());
    }
    lab.kvmcore("destroy", "--yes").ok();
    try (Stream<Path> left = Files.walk(folder)) {
      assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
    }
    lab.exec("rm", "-rf", STORAGE).ok();
    before.assertSame(lab.snapshot());
  }

  /** Somebody made them before, with this mode. */
  private void open(List<String> names, String mode) throws IOException {
    for (String name : names) {
      Path made = Files.createDirectories(folder.resolve(name));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    }
  }

  private static Result create(String umask, String profile, String provisioning, String... more) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
    List<String> arguments =
        new ArrayList<>(List.of("2", "--profile", profile, "--provisioning", provisioning, "-v"));
    arguments.addAll(List.of("--debug", "--wait", "running"));
    arguments.addAll(Arrays.asList(more));
    command.addAll(lab.createCommand());
    command.addAll(arguments);
    return lab.exec(command.toArray(String[]::new));
  }

  /** What is in the files of keys and tokens, as it would be printed. */
  private List<String> secrets() throws IOException {
    List<String> secrets = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(".kvmcore/secrets-coreos"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        if (text.contains("PRIVATE KEY")) {
          secrets.add(text.lines().skip(1).findFirst().orElseThrow());
        } else if (file.toString().endsWith("-token")) {
          secrets.add(text.strip());
        }
      }
    } catch (java.nio.file.NoSuchFileException e) {
      return List.of();
    }
    return secrets;
  }

  private void assertClosed() throws IOException {
    int files = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(it -> !it.equals(folder)).toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        boolean inside = path.startsWith(folder.resolve(".kvmcore"));
        if (Files.isRegularFile(path) || inside) {
          assertTrue(mode.endsWith("------"), path + " " + mode);
          files++;
        }
        assertFalse(mode.charAt(7) == 'w' || mode.charAt(4) == 'w', path + " " + mode);
      }
    }
    assertTrue(files >= 6, files + " files");
  }

  private static void assertKept(String secret, String text, String where) {
    String packed = Base64.getEncoder().encodeToString(secret.getBytes());
    assertFalse(text.contains(secret), where + " holds " + secret);
    assertFalse(text.contains(packed), where + " holds " + secret + " in base64");
  }
}
