package io.github.kvmcore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.engine.libvirt.LibvirtEngine;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.http.HttpDownloader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Root's runs in folders of another user, by real files and a real other user: nothing that user
 * wrote is obeyed.
 */
class ForeignFilesTest {
  /** Of the user nobody, on every host. */
  private static final int OTHER = 65534;

  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ+Tl21iM1N9Aft/QRBgk9vHjSxB4lXzpvZd8RH";

  @TempDir Path root;

  private Path theirs;
  private Path ours;
  private String other;

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0, "needs root");
    root = root.toRealPath();
    // JUnit's folder is root's alone; the other user has to get in.
    Files.setAttribute(root, "unix:mode", 0755);
    ours = Files.createDirectory(root.resolve("ours"));
    theirs = Files.createDirectory(root.resolve("theirs"));
    Files.setAttribute(theirs, "unix:uid", OTHER);
    other = Files.getOwner(theirs).getName();
  }

  private Path file(Path path, String text, int owner) throws IOException {
    Files.writeString(path, text);
    Files.setAttribute(path, "unix:mode", 0644);
    Files.setAttribute(path, "unix:uid", owner);
    return path;
  }

  private record Run(int status, String err) {
    List<String> lines() {
      return err.lines().toList();
    }
  }

  private Run run(Path workingDirectory, Map<String, String> variables, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, UTF_8);
    Environment environment =
        new Environment(
            variables,
            ours,
            ours,
            workingDirectory,
            Path.of("").toAbsolutePath(),
            "amd64",
            "root",
            4711,
            new Environment.Terminal(false, false, false),
            InputStream.nullInputStream(),
            stream,
            stream);
    HostAccess access =
        new HostAccess(
            command -> {
              throw new IllegalStateException("no command should be run: " + command.program());
            },
            new LocalFiles(),
            (address, port, limit) -> {
              throw new IllegalStateException("no port should be asked");
            },
            new HttpDownloader(Map.of()));
    int status = new Kvmcore(environment, access, LibvirtEngine::new).run(arguments);
    return new Run(status, err.toString(UTF_8));
  }

  private String owned(Path path) {
    return ": refused, because another user can change it: " + path + " is owned by " + other;
  }

  @Test
  void allSettingsOfOthersAreRefusedAtOnce() throws IOException {
    Path here = file(theirs.resolve("kvmcore.yml"), "vm_count: 7\n", OTHER);
    Path extra = file(theirs.resolve("extra.yml"), "vm_count: 8\n", OTHER);
    Run run = run(theirs, Map.of(), "list", "-e", "@extra.yml", "-e", "vm_memory=lots");
    assertEquals(3, run.status(), run::err);
    assertEquals(
        List.of(
            "kvmcore: " + here + owned(theirs),
            "    next: cd (run kvmcore in a folder that only you can change)",
            "  -e " + extra + owned(theirs),
            "    next: cp -R " + extra + " ~/ (read it first, then name the copy)",
            "  -e vm_memory=lots: vm_memory: 'lots' is not a size; write for example 2GiB or 512MiB"),
        run.lines());
  }

  /** Also one that root owns, in such a folder; a link to a file of another's; of all to write. */
  @Test
  void theFolderAndTheRealPathCountAsWell() throws IOException {
    file(theirs.resolve("kvmcore.yml"), "cluster: evil\n", 0);
    Run inTheirs = run(theirs, Map.of(), "list");
    assertEquals(3, inTheirs.status(), inTheirs::err);
    assertTrue(inTheirs.err().contains(owned(theirs)), inTheirs::err);

    Files.createSymbolicLink(ours.resolve("kvmcore.yml"), theirs.resolve("kvmcore.yml"));
    Run link = run(ours, Map.of(), "list");
    assertEquals(3, link.status(), link::err);
    assertTrue(link.err().contains(ours.resolve("kvmcore.yml") + owned(theirs)), link::err);
    Files.delete(ours.resolve("kvmcore.yml"));

    Path open = file(ours.resolve("open.yml"), "cluster: evil\n", 0);
    Files.setAttribute(open, "unix:mode", 0666);
    Run config = run(ours, Map.of(), "list", "--config", "open.yml");
    assertEquals(3, config.status(), config::err);
    assertEquals(
        List.of(
            "kvmcore: --config "
                + open
                + ": refused, because another user can change it: "
                + open
                + " is writable by everyone (mode 0666)",
            "    next: chmod go-w " + open),
        config.lines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "verify", "prune --yes"})
  void anImageCacheOfAnothersIsNamed(String words) throws IOException {
    Path image = file(theirs.resolve("a.qcow2"), "", OTHER);
    file(theirs.resolve("a.qcow2.json"), "{}", OTHER);
    String[] command = ("image " + words + " -e vm_image_cache_dir=" + theirs).split(" ");
    Run run = run(ours, Map.of(), command);
    assertEquals(3, run.status(), run::err);
    assertTrue(
        run.err().contains("others could change images in " + theirs + ": " + theirs), run::err);
    assertTrue(Files.exists(image));
  }

  @Test
  void aFolderOfAnothersWithoutSettingsIsNoProblem() {
    Run run = run(theirs, Map.of(), "list", "-e", "vm_count=0");
    assertEquals(
        "kvmcore: -e vm_count=0: vm_count: '0' is not a whole number from 1 to 1000\n", run.err());
  }

  /** What lies beside an inventory says how large machines are, too. */
  @Test
  void variablesBesideAnInventoryMustBeTrusted() throws IOException {
    file(ours.resolve("hosts"), "[coreos_servers]\nweb\n", 0);
    Path folder = Files.createDirectory(ours.resolve("group_vars"));
    Path all = file(folder.resolve("all.yml"), "vm_memory: 1TiB\n", OTHER);
    Run run = run(ours, Map.of(), "create", "-n", "--inventory", "hosts");
    assertEquals(3, run.status(), run::err);
    assertTrue(run.err().contains(all + owned(all)), run::err);
    Files.setAttribute(all, "unix:uid", 0);
    Files.setAttribute(folder, "unix:uid", OTHER);
    Run inFolder = run(ours, Map.of(), "create", "-n", "--inventory", "hosts");
    assertEquals(3, inFolder.status(), inFolder::err);
    assertTrue(inFolder.err().contains(owned(folder)), inFolder::err);
  }

  @Test
  void whatGoesToGuestsAsRootIsRefusedAtOnce() throws IOException {
    Path inventory = file(theirs.resolve("hosts"), "[coreos_servers]\nweb\n", OTHER);
    Path key = file(theirs.resolve("id.pub"), KEY, OTHER);
    Path named = file(theirs.resolve("named.pub"), KEY, OTHER);
    Run settings =
        run(
            ours,
            Map.of(),
            "create",
            "--inventory",
            inventory.toString(),
            "--ssh-key",
            key.toString(),
            "-e",
            "my_public_key_file=" + named);
    assertEquals(3, settings.status(), settings::err);
    for (Path path : List.of(inventory, key, named)) {
      assertTrue(settings.err().contains(path + owned(theirs)), settings::err);
    }

    Path ignition = file(theirs.resolve("a.ign"), "{\"ignition\":{\"version\":\"3.3.0\"}}", OTHER);
    Path butane = file(theirs.resolve("a.bu"), "variant: fcos\nversion: 1.4.0\n", OTHER);
    Path keys = file(theirs.resolve("keys.asc"), "", OTHER);
    Run files =
        run(
            ours,
            Map.of(),
            "create",
            "--templates",
            theirs.toString(),
            "--ignition",
            ignition.toString(),
            "--butane",
            butane.toString(),
            "-e",
            "image_keys=" + keys);
    assertEquals(3, files.status(), files::err);
    for (Path path : List.of(theirs, ignition, butane, keys)) {
      assertTrue(files.err().contains(path + owned(theirs)), files::err);
    }
    Path data = file(theirs.resolve("data.yml"), "#cloud-config\n", OTHER);
    Run userData = run(ours, Map.of(), "create", "--user-data", data.toString());
    assertEquals(3, userData.status(), userData::err);
    assertTrue(userData.err().contains("user_data_file: " + data + owned(theirs)), userData::err);
    Run image = run(ours, Map.of(), "image", "list", "-e", "image_keys=" + keys);
    assertEquals(3, image.status(), image::err);
    assertTrue(image.err().contains("image_keys: " + keys + owned(theirs)), image::err);
  }

  /** They are found, not named: a command that makes no machine needs none. */
  @Test
  void keysInTheHomeFolderAreJudgedWhereMachinesAreMade() throws IOException {
    Path ssh = Files.createDirectory(ours.resolve(".ssh"));
    Path key = file(ssh.resolve("id_rsa.pub"), KEY, OTHER);
    Run create = run(ours, Map.of(), "create", "0");
    assertTrue(create.err().contains("use_my_public_key: " + key + owned(key)), create::err);
    Run list = run(ours, Map.of(), "list", "-e", "vm_count=0");
    assertFalse(list.err().contains("refused"), list::err);
  }

  /** The next thing that goes wrong shows that they were read. */
  @Test
  void sudoTakesTheFilesOfWhoCalledIt() throws IOException {
    file(theirs.resolve("kvmcore.yml"), "vm_count: none\n", OTHER);
    Map<String, String> sudo = Map.of("SUDO_UID", Integer.toString(OTHER));
    Run run = run(theirs, sudo, "list");
    assertTrue(run.err().contains("kvmcore.yml:1: vm_count: 'none' is not"), run::err);
    Run another = run(theirs, Map.of("SUDO_UID", "12345"), "list");
    assertTrue(another.err().contains(owned(theirs)), another::err);
  }
}
