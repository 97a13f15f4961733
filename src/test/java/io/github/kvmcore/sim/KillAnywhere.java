package io.github.kvmcore.sim;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Kills the runs of a scenario at each of their external commands. After each, in one branch {@code
 * create} has to make the cluster exactly what an undisturbed one makes and find nothing to do when
 * it runs again; in the other {@code destroy} has to leave the host as it was before the cluster.
 */
final class KillAnywhere implements AutoCloseable {
  private static final String EMPTY = "empty";
  private static final String KILLED = "killed";
  private static final int TRIES = 3;

  /** From which state a command is run. */
  private static final Map<String, String> STARTS =
      Map.of(
          "create",
          EMPTY,
          "shutdown",
          "running",
          "start",
          "off",
          "restart",
          "running",
          "destroy",
          "running");

  private final Scenario scenario;
  private final SimHost host;
  private final Tally tally;
  private final List<KillPoint> points = new ArrayList<>();
  private HostListing before;
  private HostListing whole;

  /** The same where the first machine came later than others, and joins them; else the same. */
  private HostListing rejoined;

  /** What came of all points. */
  static final class Tally {
    final Map<String, Integer> tried = new TreeMap<>();
    final List<String> missed = new ArrayList<>();

    /** Where the next run had the host changed under it by what the killed one had begun. */
    final List<String> met = new ArrayList<>();

    final List<String> failures = new ArrayList<>();

    synchronized void tried(Scenario scenario, KillPoint point) {
      tried.merge(scenario.name() + " " + point.verb(), 1, Integer::sum);
    }

    synchronized void missed(Scenario scenario, KillPoint point) {
      missed.add(scenario.name() + " " + point);
    }

    synchronized void met(Scenario scenario, KillPoint point, String why) {
      met.add(scenario.name() + " " + point + "\n" + why.indent(4));
    }

    synchronized void failed(Scenario scenario, KillPoint point, String why) {
      failures.add(scenario.name() + " " + point + "\n" + why.indent(4));
    }

    synchronized void undisturbedFailed(Scenario scenario, String why) {
      failures.add(scenario.name() + " undisturbed\n" + why.indent(4));
    }

    int total() {
      return tried.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  KillAnywhere(Scenario scenario, Path folder, QuickStart quick, Tally tally)
      throws IOException, InterruptedException {
    this.scenario = scenario;
    this.host = new SimHost(folder, scenario.name(), quick);
    this.tally = tally;
    prepare();
    before = HostListing.of(host.root());
    whole = before;
    rejoined = before;
  }

  private void prepare() throws IOException, InterruptedException {
    String root = host.root().toString();
    host.program("qemu-img", "create", "-q", "-f", "qcow2", root + "/base.qcow2", "134217728");
    if (scenario.settings().stream().anyMatch(it -> it.endsWith(".bz2"))) {
      Files.copy(Path.of(root, "base.qcow2"), Path.of(root, "base.img"));
      host.program("bzip2", root + "/base.img");
    }
    try (var disk = new RandomAccessFile(scenario.device().toFile(), "rw")) {
      disk.setLength(20L << 30);
    }
    Files.writeString(Path.of(root, "network.xml"), scenario.network());
    for (List<String> command : scenario.prepares()) {
      host.program(
          command.stream()
              .map(it -> it.replace("ROOT", root).replace("DEVICE", scenario.device().toString()))
              .toArray(String[]::new));
    }
    host.save(EMPTY);
  }

  /** Runs each command undisturbed, and lists where it can be killed. */
  List<KillPoint> points() throws IOException, InterruptedException {
    undisturbed("create");
    whole = HostListing.of(host.root());
    host.save("running");
    requireNothingToDo();
    undisturbed("shutdown");
    host.save("off");
    undisturbed("start");
    same("start", whole, HostListing.of(host.root()));
    undisturbed("restart");
    same("restart", whole, HostListing.of(host.root()));
    host.restore("running");
    rejoined = rejoined();
    host.restore("running");
    undisturbed("destroy");
    same("destroy", before.withoutWhatStays(), HostListing.of(host.root()).withoutWhatStays());
    return List.copyOf(points);
  }

  private HostListing rejoined() throws IOException {
    host.trace("");
    List<String> destroy = arguments("destroy");
    destroy.add(1, scenario.firstMachine());
    ok("destroy of the first", host.run(destroy));
    ok("create after it", host.run(arguments("create")));
    return HostListing.of(host.root());
  }

  private void undisturbed(String verb) throws IOException, InterruptedException {
    host.trace("");
    ok(verb, host.run(arguments(verb)));
    // Steps run side by side: sorted, the sample is the same each time.
    points.addAll(KillPoint.of(verb, host.traced().stream().sorted().toList()));
  }

  private List<String> arguments(String verb) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    if (verb.equals("destroy")) {
      arguments.addAll(List.of("--yes", "--if-exists"));
    }
    arguments.addAll(scenario.options(host.root()));
    return arguments;
  }

  /** Tries one point, and both ways out of it. */
  void tryPoint(KillPoint point) throws IOException, InterruptedException {
    tally.tried(scenario, point);
    if (!kill(point)) {
      if (point.mayBeMissed()) {
        tally.missed(scenario, point);
      } else {
        tally.failed(scenario, point, "the run never came to that command");
      }
      return;
    }
    host.save(KILLED);
    branch(
        point,
        "create",
        () -> {
          requireNothingToDo();
          HostListing found = HostListing.of(host.root());
          boolean first = point.verb().equals("destroy") && rejoined.equals(found);
          same("create", first ? rejoined : whole, found);
        });
    host.restore(KILLED);
    branch(
        point,
        "destroy",
        () ->
            same(
                "destroy",
                before.withoutWhatStays(),
                HostListing.of(host.root()).withoutWhatStays()));
  }

  private interface Check {
    void run() throws IOException;
  }

  /**
   * What the killed run had begun and goes on may change the host under the next run, which nobody
   * can help: it is then tried again without that.
   */
  private void branch(KillPoint point, String verb, Check check)
      throws IOException, InterruptedException {
    try {
      if (point.isOfShutdown()) {
        host.settle(point.goesOn());
      }
      check(verb, check);
    } catch (AssertionError e) {
      if (!point.goesOn()) {
        tally.failed(scenario, point, verb + " after it: " + e.getMessage());
        return;
      }
      tally.met(scenario, point, verb + " after it: " + e.getMessage());
      afterAll(point, verb, check);
    }
  }

  /** The same, once all has ended that the killed run had begun. */
  private void afterAll(KillPoint point, String verb, Check check)
      throws IOException, InterruptedException {
    if (!kill(point)) {
      if (!point.mayBeMissed()) {
        tally.failed(scenario, point, "the run never came to that command again");
      }
      return;
    }
    host.settle(true);
    try {
      check(verb, check);
    } catch (AssertionError e) {
      tally.failed(scenario, point, verb + " after all: " + e.getMessage());
    }
  }

  private void check(String verb, Check check) throws IOException {
    host.trace("");
    ok(verb, host.run(arguments(verb)));
    check.run();
    if (host.isLocked()) {
      throw new AssertionError("the lock is left");
    }
  }

  private boolean kill(KillPoint point) throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      host.restore(STARTS.get(point.verb()));
      host.trace(point.rule());
      SimHost.Ended ended = host.alone(arguments(point.verb()));
      if (host.met()) {
        if (ended.status() != 137) {
          tally.failed(scenario, point, "was not killed: " + ended);
        }
        if (!point.goesOn()) {
          // What it did for other machines at that moment would be another point's matter.
          host.awaitIdle();
        }
        return true;
      }
    }
    return false;
  }

  /** The next create only looks. */
  private void requireNothingToDo() throws IOException {
    host.trace("");
    ok("create again", host.run(arguments("create")));
    List<String> changes =
        host.traced().stream().filter(command -> !KillPoint.isQuestion(command)).toList();
    if (!changes.isEmpty()) {
      throw new AssertionError("create, once more, had something to do: " + changes);
    }
  }

  private static void ok(String what, SimHost.Ended ended) {
    if (ended.status() != 0) {
      throw new AssertionError(what + " ended with " + ended.status() + ": " + ended.said());
    }
  }

  private static void same(String what, HostListing expected, HostListing found) {
    String differences = expected.differences(found);
    if (!differences.isEmpty()) {
      throw new AssertionError(
          "after " + what + " the host is not what it should be:\n" + differences);
    }
  }

  @Override
  public void close() throws IOException {
    host.close();
    Files.deleteIfExists(scenario.device());
  }
}
