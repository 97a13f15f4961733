package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clusters that an earlier version of kvmcore made are listed, verified, grown and destroyed by
 * this one: what {@code test-fixtures/record-earlier} kept of them is put onto a host, beside
 * things of others.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EarlierVersionIT {
  @RegisterExtension static final Lab lab = new Lab("--lvm");

  private static final Path RECORDING =
      Programs.sources().resolve("test-fixtures/earlier/0.1.0-12a2be8");

  /** Guests that boot; the others cost the time of one that finds nothing to boot. */
  private static final List<String> BOOTING = List.of("coreos-1", "ignited-1");

  /** Its machines were half-made: a run ended before it defined them. */
  private static final String HALF_MADE = "half";

  private static final Map<String, Cluster> clusters = new LinkedHashMap<>();
  private static Snapshot before;

  /**
   * How a cluster was made.
   *
   * @param machines their names; a larger cluster has one more
   */
  private record Cluster(String name, List<String> machines, List<String> options, boolean named) {
    static Cluster parse(String line) {
      String[] fields = line.split("\t");
      List<String> options = List.of(fields[2].split(" "));
      boolean named = fields[1].equals("-");
      List<String> machines =
          named
              ? List.of(options.get(options.indexOf("--names") + 1).split(","))
              : Stream.iterate(1, it -> it + 1)
                  .limit(Integer.parseInt(fields[1]))
                  .map(it -> fields[0] + "-" + it)
                  .toList();
      return new Cluster(fields[0], machines, options, named);
    }

    /** The arguments of a command that wants this many more of its machines. */
    String[] arguments(String command, int more, String... further) {
      List<String> all = new ArrayList<>(List.of(command, "--cluster", name, "--image", "smoke"));
      all.addAll(List.of("--ssh-key", lab.home().resolve("key.pub").toString()));
      all.addAll(options);
      if (!named) {
        all.add(1, String.valueOf(machines.size() + more));
      } else if (more > 0) {
        int at = all.indexOf("--names") + 1;
        all.set(at, all.get(at) + "," + next());
      }
      all.addAll(Arrays.asList(further));
      return all.toArray(String[]::new);
    }

    /** The machine that it has not yet. */
    String next() {
      return named ? "more" : name + "-" + (machines.size() + 1);
    }
  }

  /** Each beside three others. */
  private static void each(Collection<Cluster> some, Consumer<Cluster> test) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      some.forEach(cluster -> all.add(threads.submit(() -> test.accept(cluster))));
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static Result kvmcore(String command, Cluster cluster, String... options) {
    List<String> all = new ArrayList<>(List.of(command, "--cluster", cluster.name()));
    all.addAll(List.of(options));
    return lab.kvmcore(all.toArray(String[]::new));
  }

  private static void restore() throws IOException {
    for (String line : Files.readAllLines(RECORDING.resolve("clusters"))) {
      Cluster cluster = Cluster.parse(line);
      clusters.put(cluster.name(), cluster);
    }
    for (String name : List.of("key", "key.pub")) {
      Path key = lab.home().resolve(name);
      Files.copy(RECORDING.resolve(name), key, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }
    Path known = Files.createDirectories(lab.home().resolve(".local/state/kvmcore/coreos"));
    for (String machine : List.of("coreos-1", "coreos-2", "coreos-3")) {
      String file = "known_hosts." + machine;
      Files.copy(RECORDING.resolve("known_hosts/coreos").resolve(file), known.resolve(file));
    }
    String config = Files.readString(RECORDING.resolve("ssh-config"));
    Files.writeString(sshConfig(), config.replace("/root/", lab.home() + "/"));
    String bridge =
        "ip link add br0 type bridge && ip address add 10.9.8.1/24 dev br0 && ip link set br0 up";
    lab.exec("sh", "-c", bridge).ok();
    List<String> restore = new ArrayList<>();
    restore.add(Programs.sources().resolve("src/test/lab/host-recording").toString());
    restore.addAll(List.of("restore", lab.folder().toString(), RECORDING.toString()));
    restore.addAll(BOOTING);
    lab.beside(restore.toArray(String[]::new)).ok();
  }

  /** What {@code ssh-config} of that version printed of the cluster coreos. */
  private static Path sshConfig() {
    return lab.home().resolve("ssh-config");
  }

  /**
   * What must stay as it is while the cluster grows: its domains, the QEMUs that run them, files.
   */
  private static Map<String, String> made(Cluster cluster) {
    Map<String, String> found = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(RECORDING.resolve("files"))) {
        String[] fields = line.split(" ");
        Path path = lab.seen(fields[3].substring(1));
        // What is half-made is made again, but for disks.
        boolean stays = !cluster.name().equals(HALF_MADE) || fields[0].equals("image");
        if (stays && fields[3].startsWith("/var/lib/libvirt/images/" + cluster.name() + "/")) {
          found.put(fields[3], fields[0].equals("text") ? Files.readString(path) : "");
          if (!fields[0].equals("folder") && !fields[3].endsWith("/.kvmcore/folders")) {
            found.merge(fields[3], "inode " + Files.getAttribute(path, "unix:ino"), String::concat);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!cluster.name().equals(HALF_MADE)) {
      // The number is another one after each start.
      String ask =
          BOOTING.contains(cluster.machines().get(0))
              ? "dumpxml --inactive %1$s; domid %1$s"
              : "dumpxml --inactive %1$s";
      String all =
          cluster.machines().stream().map(ask::formatted).collect(Collectors.joining("; "));
      found.put("libvirt", lab.virsh(all).ok().out());
    }
    return found;
  }

  /** But for the state, and what this version says besides. */
  private static void assertSame(JsonNode then, JsonNode now) {
    then.fieldNames()
        .forEachRemaining(
            field -> {
              if (!field.equals("state")) {
                assertEquals(then.get(field), now.get(field), () -> field + " in " + now);
              }
            });
  }

  private static void assertNothingSaid(Result result) {
    assertEquals("", result.ok().out() + result.err(), result::toString);
  }

  private static List<JsonNode> listed(Cluster cluster) {
    try {
      return Lab.json(Files.readString(RECORDING.resolve("listed/" + cluster.name() + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void grow(Cluster cluster) {
    Map<String, String> made = made(cluster);
    Result grown = lab.kvmcore(cluster.arguments("create", 1, "--wait", "running")).ok();
    assertFalse(grown.err().contains("unchanged"), grown::toString);
    assertNothingSaid(lab.kvmcore(cluster.arguments("verify", 1)));
    Map<String, String> later = made(cluster);
    made.forEach((what, then) -> assertEquals(then, later.get(what), what));
  }

  private static void destroy(Cluster cluster) {
    Result destroyed = kvmcore("destroy", cluster, "--yes").ok();
    assertFalse(destroyed.err().contains("adopt"), destroyed::toString);
  }

  @Test
  @Order(1)
  void areListedAsTheVersionThatMadeThemDid() throws Exception {
    lab.define("", ClusterIT.foreignDomain("coreos-9x"));
    before = lab.snapshot();
    restore();
    each(
        clusters.values(),
        cluster -> {
          List<JsonNode> then = listed(cluster);
          List<JsonNode> now = lab.machines("--cluster", cluster.name());
          assertEquals(cluster.machines().size(), now.size());
          assertEquals(then.size(), now.size());
          for (int i = 0; i < then.size(); i++) {
            assertSame(then.get(i), now.get(i));
          }
        });
    kvmcore("status", clusters.get("coreos")).ok().prints("coreos-3  shut off");
    kvmcore("info", clusters.get("copied")).ok().prints("vm-copied-1-data2.img");
    kvmcore("info", clusters.get("named")).ok().prints("1,2,1");
  }

  /** All of that version, with its defaults. */
  @Test
  @Order(2)
  void areReachedWithTheSettingsThatThereWere() {
    String settings = RECORDING.resolve("settings.yml").toString();
    lab.kvmcore("list", "-e", "@" + settings).ok().prints("coreos-3");
  }

  @Test
  @Order(2)
  void areNoGarbageAndNotOverdue() {
    assertNothingSaid(lab.kvmcore("gc", "--yes"));
    assertNothingSaid(lab.kvmcore("reap"));
  }

  /** Nothing but that they do not run, as after a restart of the host. */
  @Test
  @Order(3)
  void areAsTheyWereMade() {
    Result all = lab.kvmcore("verify", "--all").exits(1);
    List<String> found = all.out().lines().skip(1).toList();
    for (String line : found) {
      boolean half = line.startsWith(HALF_MADE + " ") && line.contains(" half-made ");
      assertTrue(half || line.contains(" is shut off, and should run"), all::toString);
    }
    int machines = clusters.values().stream().mapToInt(it -> it.machines().size()).sum();
    assertEquals(machines, found.size(), all::toString);
  }

  @Test
  @Order(4)
  void areStartedAndAnswerBesideANewMachine() throws Exception {
    Cluster coreos = clusters.get("coreos");
    String key = lab.home().resolve("key").toString();
    each(
        List.of(coreos, clusters.get("ignited")),
        cluster -> {
          kvmcore("start", cluster, "--wait", "running").ok();
          assertNothingSaid(lab.kvmcore(cluster.arguments("verify", 0)));
          if (cluster.equals(coreos)) {
            grow(cluster);
          }
          for (String machine : cluster.equals(coreos) ? List.of("1", "4") : List.of("1")) {
            kvmcore("start", cluster, machine, "--wait", "ssh").ok();
            Result name = kvmcore("ssh", cluster, "-i", key, machine, "hostname").ok();
            assertEquals(cluster.name() + "-" + machine, name.out().strip());
          }
        });
    // That kvmcore has logged in since changes nothing about it.
    String config = sshConfig().toString();
    Result login = lab.exec("ssh", "-F", config, "-i", key, "coreos-1", "hostname").ok();
    assertEquals("coreos-1", login.out().strip());
    kvmcore("shutdown", coreos, "coreos-1", "--shutdown-timeout", "60s").ok();
    destroy(coreos);
  }

  /** Of all kinds; no guest need boot any more, so that this takes no longer than it must. */
  @Test
  @Order(5)
  void growBesideMachinesThatStayAsTheyAreAndAreDestroyed() throws Exception {
    // A copy, as guests that run have the image open.
    String empty =
        "cp -p $0 $0.copy && qemu-io -f qcow2 -c 'write -qz 0 64k' $0.copy && mv $0.copy $0";
    lab.exec("sh", "-c", empty, lab.smokeImage()).ok();
    Cluster half = clusters.get(HALF_MADE);
    List<String> halves = half.machines().stream().map(it -> it + " incomplete").toList();
    assertEquals(halves, lab.states("--cluster", HALF_MADE));
    each(
        clusters.values().stream().filter(it -> !it.name().equals("coreos")).toList(),
        cluster -> {
          grow(cluster);
          destroy(cluster);
        });
  }

  @Test
  @Order(6)
  void leaveTheHostToOthersAsItWas() {
    String shared = lab.virsh("net-dumpxml", "shared").ok().out();
    assertTrue(shared.contains("<name>shared</name>") && !shared.contains("<host"), shared);
    lab.virsh("net-destroy", "shared").ok();
    lab.virsh("net-undefine", "shared").ok();
    assertEquals("", lab.exec("lvs", "--noheadings").ok().out());
    lab.exec("vgremove", "-q", "data").ok();
    before.assertSame(lab.snapshot());
  }
}
