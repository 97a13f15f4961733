package io.github.kvmcore.e2e.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.publisher.Publisher;
import io.github.kvmcore.publisher.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A KVM host for a class of tests, up before the first and gone after the last, also where they
 * fail or are interrupted. It has the smoke image in its cache, as it has no way to the internet.
 */
public final class Lab implements BeforeAllCallback, AfterAllCallback {
  static final String CACHE = "/var/lib/libvirt/images/kvmcore-cache";
  public static final Path KVMCORE = Programs.sources().resolve("bin/kvmcore");

  private static final Path TOOL = Programs.sources().resolve("src/test/lab/lab");

  private final List<String> options;
  private Path dir;
  private Path home;
  private Programs programs;

  /** A lab that is brought up with these options. */
  public Lab(String... options) {
    this.options = List.of(options);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    String name = context.getRequiredTestClass().getSimpleName();
    dir = Programs.sources().resolve("target/labs").resolve(name);
    home = Files.createTempDirectory("kvmcore-e2e-");
    programs = new Programs(home);
    Runtime.getRuntime().addShutdownHook(new Thread(this::down));
    // The image first: not a single lab comes up where it can't be built.
    String image = access("image", "pull", "smoke", "-o", "name").ok().out().strip();
    List<String> up = new ArrayList<>(List.of(TOOL.toString(), "up"));
    up.addAll(options);
    up.add(dir.toString());
    programs.run(up).ok();
    // And none of the others that this machine has, of other versions.
    String cache = file("lib/images/kvmcore-cache").toString();
    run("install", "-d", "-m", "0711", cache).ok();
    run("cp", "-a", image, image + ".json", cache).ok();
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "e2e", "-f", key()).ok();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    down();
  }

  /** Also where the tests are interrupted; the second call finds nothing to do. */
  private synchronized void down() {
    if (!Files.isDirectory(home)) {
      return;
    }
    run(TOOL.toString(), "down", dir.toString()).ok();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
      Files.deleteIfExists(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- Programs ---

  /** Runs a program beside the lab, not on it. */
  public Result beside(String... command) {
    return run(command);
  }

  private Result run(String... command) {
    return programs.run(List.of(command));
  }

  /** Runs kvmcore on this very machine. */
  private Result access(String... arguments) {
    return programs.run(command(List.of(KVMCORE.toString()), arguments));
  }

  /** Runs a program on the lab. */
  public Result exec(String... command) {
    return start(command).result();
  }

  /** Starts a program on the lab. */
  public Programs.Running start(String... command) {
    // What runs in the background ignores SIGINT, and so would all that it starts.
    List<String> on = List.of(TOOL.toString(), "exec", dir.toString());
    List<String> heard = command(on, "env", "--default-signal=INT,HUP,TERM");
    return programs.start(command(heard, command));
  }

  /** Sends a signal to a process. */
  public void signal(String name, ProcessHandle process) {
    run("kill", "-s", name, Long.toString(process.pid())).ok();
  }

  /** Starts a publisher of images on the lab; what it serves is changed from here. */
  public Site publisher(int port) throws Exception {
    Path folder = Files.createDirectories(home.resolve("published-" + port));
    Path ready = home.resolve("ready-" + port);
    start(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-cp",
        Programs.sources().resolve("target/test-classes").toString(),
        Publisher.class.getName(),
        folder.toString(),
        String.valueOf(port),
        ready.toString());
    Wait.until("the publisher is ready", () -> Files.exists(ready));
    return new Site(folder);
  }

  /** Runs kvmcore on the lab. */
  public Result kvmcore(String... arguments) {
    return exec(command(List.of(KVMCORE.toString()), arguments).toArray(String[]::new));
  }

  /**
   * Runs {@code kvmcore create} with a small machine of the smoke image that the tests' key opens.
   */
  public Result create(String... arguments) {
    return startCreate(arguments).result();
  }

  public Programs.Running startCreate(String... arguments) {
    return start(command(createCommand(arguments), arguments).toArray(String[]::new));
  }

  /** The beginning of a {@code create} with these arguments, which may name another image. */
  public List<String> createCommand(String... arguments) {
    List<String> command = new ArrayList<>(List.of(KVMCORE.toString(), "create"));
    command.addAll(List.of("--memory", "256MiB", "--ssh-key", key() + ".pub"));
    if (Stream.of("--image", "--os").noneMatch(List.of(arguments)::contains)) {
      command.addAll(List.of("--image", "smoke"));
    }
    return command;
  }

  /** Replays the record of a {@code create} on this very machine. */
  public Result replay(Path record, String... arguments) {
    List<String> command = command(createCommand(arguments), arguments);
    command.addAll(List.of("--replay", record.toString()));
    return programs.run(command);
  }

  /** Runs a command in a machine, as core. */
  public Result ssh(String address, String command) {
    return ssh("core", address, command);
  }

  public Result ssh(String user, String address, String command) {
    return exec(
        "ssh",
        "-F/dev/null",
        "-i" + key(),
        "-oBatchMode=yes",
        "-oStrictHostKeyChecking=no",
        "-oUserKnownHostsFile=/dev/null",
        "-oLogLevel=ERROR",
        "-oConnectTimeout=20",
        user + "@" + address,
        command);
  }

  private static List<String> command(List<String> beginning, String... arguments) {
    List<String> command = new ArrayList<>(beginning);
    command.addAll(List.of(arguments));
    return command;
  }

  /** Gives the lab an empty disk, and names its device. */
  public String disk(String name, String size) {
    return run(TOOL.toString(), "disk", dir.toString(), name, size).ok().out().strip();
  }

  // --- What is there ---

  /** The smoke image, of those that builders of several states may have left in the cache. */
  public String smokeImage() {
    return kvmcore("image", "pull", "smoke", "-o", "name").ok().out().strip();
  }

  /** A private folder of the test's, the same outside and on the lab; the user's home. */
  public Path home() {
    return home;
  }

  /** Where the lab is kept, for src/test/lab/lab. */
  public Path folder() {
    return dir;
  }

  /**
   * A file of the lab's, to be seen from outside: what lies in /etc/libvirt is in etc, and so on.
   */
  public Path file(String path) {
    return dir.resolve(path);
  }

  /** A file of the lab's, as its own processes see it, by way of its first process. */
  public Path seen(String path) {
    try {
      String init = Files.readString(file("init"));
      return Path.of("/proc", init.substring(0, init.indexOf(' ')), "root", path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String key() {
    return home.resolve("key").toString();
  }

  /** Gives the lab an object of somebody else's. */
  public void define(String kind, String xml) {
    try {
      Path file = home.resolve(kind + ".xml");
      Files.writeString(file, xml);
      virsh(kind.isEmpty() ? "define" : kind + "-define", file.toString()).ok();
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Result virsh(String... arguments) {
    return exec(
        command(List.of("virsh", "-q", "-c", "qemu:///system"), arguments).toArray(String[]::new));
  }

  /** The machines that kvmcore lists; none of a cluster that does not exist. */
  public List<JsonNode> machines(String... arguments) {
    List<String> list = command(List.of("list", "-o", "json"), arguments);
    Result result = kvmcore(list.toArray(String[]::new));
    return result.err().contains("no cluster \"") ? List.of() : json(result.ok().out());
  }

  public static List<JsonNode> json(String listed) {
    try {
      List<JsonNode> machines = new ArrayList<>();
      new ObjectMapper().readTree(listed).get("machines").forEach(machines::add);
      return machines;
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + listed, e);
    }
  }

  /** The machines that kvmcore lists, as name, state. */
  public List<String> states(String... arguments) {
    return machines(arguments).stream()
        .map(machine -> machine.get("name").asText() + " " + machine.get("state").asText())
        .toList();
  }

  /** Every file, domain, network, lease and pool of the lab, but for the image cache. */
  public Snapshot snapshot() {
    Result result = run(TOOL.toString(), "snapshot", dir.toString(), CACHE).ok();
    return new Snapshot(result.out().lines().toList());
  }

  /** Logs in to a machine and asks for its name. */
  public void assertAnswers(String name, String address) {
    assertEquals(name, ssh(address, "hostname").ok().out().strip());
  }
}
