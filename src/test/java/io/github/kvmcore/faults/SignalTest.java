package io.github.kvmcore.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that is told to end while one of its commands hangs, and hears nothing itself. */
class SignalTest {
  private static final Map<String, Integer> STATUSES = Map.of("INT", 130, "TERM", 143, "HUP", 129);

  private static SimHost host;
  private static Set<String> empty;

  @BeforeAll
  static void up() throws Exception {
    host = new SimHost();
    assertEquals(0, host.run(host.create()).status());
    assertEquals(0, host.run(host.destroy()).status());
    empty = host.state();
  }

  @AfterAll
  static void down() throws Exception {
    host.close();
  }

  @AfterEach
  void clear() throws Exception {
    host.mend();
    host.run(host.destroy());
  }

  private static Stream<String> moments() {
    Stream<String> some =
        Stream.of(
            "HUP create /^openssl_dgst/ hang deaf",
            "TERM create /_start_/ hang-during tree",
            "INT destroy /_destroy_/ hang deaf");
    Stream<String> more =
        Stream.of(
            "INT create /^ip_/ hang deaf",
            "TERM create /list_--uuid/ hang tree",
            "INT create /net-define/ hang deaf",
            "TERM create /^qemu-img_create/ hang tree",
            "HUP create /_define_/ hang deaf",
            "INT create /_start_/ hang tree",
            "HUP create /dumpxml/ hang deaf",
            "INT shutdown /_shutdown_/ hang-after deaf",
            "TERM start /_start_/ hang deaf",
            "INT destroy /_undefine_/ hang tree",
            "TERM destroy /net-destroy/ hang-during deaf");
    return SimHost.isWhole() ? Stream.concat(some, more) : some;
  }

  @ParameterizedTest
  @MethodSource("moments")
  void itEndsWithAllThatItStarted(String moment) throws Exception {
    String[] words = moment.split(" ");
    itEnds(words[0], words[1], words[2].replace('_', ' '), words[3], words[4]);
  }

  private static void itEnds(String signal, String verb, String command, String action, String kind)
      throws Exception {
    if (!verb.equals("create")) {
      assertEquals(0, host.run(host.create()).status());
    }
    if (verb.equals("start")) {
      assertEquals(0, host.run(host.command("shutdown")).status());
    }
    host.emptyCache();
    host.trace();
    Files.writeString(
        host.root().resolve("host/rules"),
        String.join("\t", "*", command, action, "600", kind) + "\n");
    String[] arguments =
        verb.equals("create")
            ? host.create()
            : verb.equals("destroy") ? host.destroy() : host.command(verb);
    // With limits so long that they don't matter.
    SimHost.Run run = host.start("", List.of(), Map.of(), patient(arguments));
    while (!host.met()) {
      assertTrue(run.process().isAlive(), "it ended too soon");
      Thread.sleep(20);
    }
    Thread.sleep(200); // what hangs is deaf by then
    long told = System.nanoTime();
    kill(signal, run);
    Thread.sleep(300);
    kill("INT", run); // a second Ctrl-C changes nothing
    SimHost.Result result = run.result();
    double seconds = (System.nanoTime() - told) / 1e9;
    host.mend();
    assertEquals(STATUSES.get(signal), result.status(), result::toString);
    assertTrue(seconds < 5, seconds + " s: " + result);
    assertTrue(
        result.err().contains("interrupted; the same command goes on from here"), result.err());
    assertFalse(result.err().contains("Exception"), result.err());
    assertEquals(List.of(), host.processes(), result::toString);
    assertFalse(host.isLocked(), result::toString);
    assertEquals(0, host.run(host.create()).status(), result::toString);
    assertEquals(3, host.running());
    assertEquals(0, host.run(host.destroy()).status(), result::toString);
    assertEquals(empty, host.state(), result::toString);
  }

  private static String[] patient(String... arguments) {
    return List.of(arguments).stream()
        .map(
            word ->
                word.replaceFirst("^(command_timeout|vm_create_pause|disk_timeout)=.*", "$1=300s"))
        .toArray(String[]::new);
  }

  private static void kill(String signal, SimHost.Run run) throws Exception {
    Process kill =
        new ProcessBuilder("/bin/kill", "-s", signal, Long.toString(run.process().pid())).start();
    kill.waitFor();
  }
}
