package io.github.kvmcore.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kvmcore.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Another user keeps root's runs out, or has them act on what he wrote, by locks made ahead: root
 * and that user are real, and /run is a folder of the test's own.
 */
class ForgedLocksTest {
  private static final String NOBODY = "65534";

  /** Holds a lock of fcntl(2) on a file until it is ended. */
  private static final String HOLD =
      """
      use Fcntl; $| = 1;
      my $lock = pack("s s x4 q q i", F_WRLCK, 0, 0, 0, 0);
      sysopen(F, $ARGV[0], O_RDWR) && fcntl(F, F_SETLK, $lock) or die;
      print "held\\n"; sleep 600;
      """;

  private final List<Process> holders = new ArrayList<>();
  private SimHost host;
  private Path run;
  private Path ours;
  private Path shared;
  private Path victim;
  private String name;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root for a second user");
    Installed.need("perl", "setpriv", "unshare", "mount", "mkfifo", "openssl", "sha512sum");
    host = new SimHost();
    run = folder(host.root().resolve("run"), "rwxr-xr-x");
    shared = folder(run.resolve("lock"), "rwxrwxrwx");
    ours = run.resolve("kvmcore");
    victim = folder(host.root().resolve("victim"), "rwxr-xr-x");
    Files.writeString(Path.of(victim + ".txt"), "root's");
    name = "kvmcore-" + host.cluster() + ".lock";
  }

  @AfterEach
  void end() throws Exception {
    for (Process holder : holders) {
      holder.destroyForcibly().waitFor();
    }
    if (host != null) {
      host.close();
    }
  }

  private static Path folder(Path path, String mode) throws IOException {
    Files.createDirectory(path);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** Root's run, on whose /run that folder is. */
  private SimHost.Result run(String... arguments) throws Exception {
    String shell =
        "exec unshare --mount --propagation private sh -c 'mount --bind \"$0\" /run && exec \"$@\"' "
            + run
            + " \"$@\"";
    return host.start(shell, List.of(), Map.of(), arguments).result();
  }

  private Process nobody(String... command) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    all.addAll(List.of(command));
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  /** What that user does in a shell, {@code $1} being the file and {@code $2} the victim. */
  private void nobodyDoes(String script, Path file) throws Exception {
    Process process = nobody("sh", "-ec", "umask 077; " + script, "sh", file + "", victim + "");
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
  }

  private void nobodyHolds(Path file) throws Exception {
    nobodyDoes("echo 'kvmcore create, process 1 of root' >\"$1\"", file);
    Process holder = nobody("perl", "-e", HOLD, file.toString());
    holders.add(holder);
    assertEquals("held", holder.inputReader().readLine());
  }

  /** As a file of an older installation's folder, or one from before the folder was closed. */
  private void openOurs() throws Exception {
    folder(ours, "rwxrwxrwx");
  }

  private void closeOurs() throws Exception {
    Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwx------"));
  }

  private void done() throws Exception {
    for (String[] arguments :
        List.of(host.create(), host.command("shutdown", "--force"), host.destroy())) {
      SimHost.Result result = run(arguments);
      assertEquals(0, result.status(), result::toString);
    }
    assertUnharmed();
    try (Stream<Path> left = Files.list(ours)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private void assertUnharmed() throws IOException {
    assertTrue(Files.isDirectory(victim));
    assertEquals("root's", Files.readString(Path.of(victim + ".txt")));
  }

  /** At once, whatever {@code --lock-wait} says, and nothing is changed. */
  private void refused(String reason) throws Exception {
    Set<String> before = host.state();
    for (String[] arguments : List.of(host.create(), host.destroy())) {
      List<String> patient = new ArrayList<>(List.of(arguments));
      patient.addAll(List.of("--lock-wait", "1h"));
      SimHost.Result result = run(patient.toArray(String[]::new));
      assertEquals(4, result.status(), result::toString);
      assertTrue(result.err().contains(reason), result::toString);
      assertTrue(result.err().contains("\n  next: "), result::toString);
      assertFalse(result.err().contains("waiting"), result::toString);
      assertEquals(before, host.state());
    }
  }

  private String owned(Path path) {
    return path.toString().replace(run.toString(), "/run") + " is owned by nobody";
  }

  @Test
  void aLockHeldInTheFolderOfAllKeepsNobodyOut() throws Exception {
    nobodyHolds(shared.resolve(name));
    nobodyHolds(shared.resolve("kvmcore.networks.lock"));
    done();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf 'killed\\n%s\\n' \"$2\" >\"$1\"",
        "ln -s \"$2.txt\" \"$1\"",
        "mkfifo \"$1\"",
        "mkdir \"$1\"",
      })
  void whatLiesInTheFolderOfAllIsNotLookedAt(String script) throws Exception {
    nobodyDoes(script, shared.resolve(name));
    done();
    assertTrue(Files.exists(shared.resolve(name), LinkOption.NOFOLLOW_LINKS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwx------", "rwxrwxrwx"})
  void aFolderMadeAheadIsRefused(String mode) throws Exception {
    folder(ours, mode);
    Files.setAttribute(ours, "unix:uid", Integer.parseInt(NOBODY));
    nobodyHolds(ours.resolve(name));
    refused(owned(ours));
  }

  @Test
  void aFolderByALinkToAnotherUsersIsRefused() throws Exception {
    Path theirs = folder(host.root().resolve("theirs"), "rwxr-xr-x");
    Files.setAttribute(theirs, "unix:uid", Integer.parseInt(NOBODY));
    Files.createSymbolicLink(ours, theirs);
    refused(theirs + " is owned by nobody");
  }

  @Test
  void aHeldLockOfAnotherUserIsRefusedAtOnce() throws Exception {
    openOurs();
    nobodyHolds(ours.resolve(name));
    closeOurs();
    refused(owned(ours.resolve(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf 'killed\\n%s\\n' \"$2\" >\"$1\"",
        "ln -s \"$2.txt\" \"$1\"",
        "mkfifo \"$1\"",
        "mkdir \"$1\"",
      })
  void whatAnotherUserLeftIsRefused(String script) throws Exception {
    openOurs();
    nobodyDoes(script, ours.resolve(name));
    closeOurs();
    refused(owned(ours.resolve(name)));
    assertUnharmed();
  }

  /** Even root's own: nothing is opened but a plain file. */
  @Test
  void aPipeOfRootsOwnDoesNotHang() throws Exception {
    folder(ours, "rwx------");
    new ProcessBuilder("mkfifo", ours.resolve(name).toString()).start().waitFor();
    refused("can't lock /run/kvmcore/" + name + ": it is a pipe, a socket or a device");
  }

  @Test
  void gcLeavesWhatIsAnotherUsersAndSaysSo() throws Exception {
    openOurs();
    Path theirs = ours.resolve("kvmcore-theirs.lock");
    nobodyDoes("echo 'kvmcore create, process 999999999 of root' >\"$1\"", theirs);
    closeOurs();
    Path dead = ours.resolve("kvmcore-dead.lock");
    Path noted = ours.resolve("kvmcore-noted.lock");
    Files.writeString(dead, "kvmcore create, process 999999999 of root, since 2026-01-01\n");
    Files.writeString(noted, Files.readString(dead) + victim + "\n");
    SimHost.Result gc = run(host.command("gc", "--yes"));
    assertEquals(0, gc.status(), gc::toString);
    assertTrue(gc.err().contains("warning: lock left: " + owned(theirs)), gc::toString);
    assertTrue(Files.exists(theirs));
    assertFalse(Files.exists(dead));
    assertTrue(Files.exists(noted));
  }
}
