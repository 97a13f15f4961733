package io.github.kvmcore.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.e2e.lab.Wait;
import io.github.kvmcore.model.machine.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several runs at the same moment: of one cluster, and of several. */
class AtOnceIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final int CLUSTERS = 4;

  private Snapshot before;

  @BeforeEach
  void look() {
    before = lab.snapshot();
  }

  @AfterEach
  void everythingIsGone() {
    before.assertSame(lab.snapshot());
  }

  @Test
  @SeedLimit(12)
  void ofOneClusterOneWinsAndTheOtherEndsWithItsName() {
    List<Result> ended = results(start("coreos"), start("coreos"));
    assertEquals(List.of(0, 5), ended.stream().map(Result::status).sorted().toList());
    for (Result result : ended) {
      if (result.status() == 5) {
        result.says("kvmcore create, process ").says("or let it wait: --lock-wait 10m");
      }
    }
    assertEquals(List.of("coreos-1 running"), lab.states());
    lab.kvmcore("destroy", "--yes").ok();
  }

  @Test
  void aRunWaitsForTheOtherAsLongAsItIsTold() throws Exception {
    Programs.Running first = start("coreos");
    Path lock = lab.file("run/kvmcore/kvmcore-coreos.lock");
    Wait.until("the first run holds the cluster", () -> Files.exists(lock) && Files.size(lock) > 0);
    Programs.Running second = start("coreos", "--lock-wait", "2m");
    Programs.Running third = start("coreos", "--lock-wait", "2m", "-q");
    first.result().ok();
    Result waited =
        second.result().ok().says("waiting up to 120 s for another run: kvmcore create");
    assertEquals(2, waited.err().split("waiting", -1).length, waited::toString);
    assertEquals("", third.result().ok().err());
    assertEquals(List.of("coreos-1 running"), lab.states());
    lab.kvmcore("destroy", "--yes").ok();
  }

  @Test
  void aWaitCanBeInterruptedAndADeadHolderHoldsNothing() throws Exception {
    Programs.Running first = lab.startCreate("1", "--timeout", "1h");
    Path lock = lab.file("run/kvmcore/kvmcore-coreos.lock");
    Wait.until("the first run holds the cluster", () -> Files.exists(lock) && Files.size(lock) > 0);
    Programs.Running second = start("coreos", "--lock-wait", "1h");
    Wait.until("the second run waits", () -> Files.size(second.err()) > 0);
    assertTrue(second.process().toHandle().destroy());
    second.result().exits(143);
    Programs.Running third = start("coreos", "--lock-wait", "1h");
    Wait.until("the third run waits", () -> Files.size(third.err()) > 0);
    Path made = lab.file("lib/images/coreos/.kvmcore/folders");
    Wait.until("the first run has noted the folders that it made", () -> Files.exists(made));
    assertTrue(first.killJava());
    first.result().exits(137);
    third.result().ok();
    lab.kvmcore("destroy", "--yes").ok();
  }

  /** Clusters that would all like the same subnet, and make their networks at the same moment. */
  @Test
  @SeedLimit(12)
  void ofDifferentClustersAllSucceedOnNetworksOfTheirOwn() {
    List<String> clusters = rivals();
    List<Result> ended =
        results(clusters.stream().map(AtOnceIT::start).toArray(Programs.Running[]::new));
    ended.forEach(Result::ok);
    TreeSet<String> subnets = new TreeSet<>();
    for (String cluster : clusters) {
      assertEquals(List.of(cluster + "-1 running"), lab.states("--cluster", cluster));
      String address = lab.machines("--cluster", cluster).get(0).get("address").asText();
      subnets.add(address.substring(0, address.lastIndexOf('.')));
    }
    assertEquals(CLUSTERS, subnets.size(), subnets::toString);
    System.out.printf(
        "%d first creates at once, until running: %s%n",
        CLUSTERS, ended.stream().map(Result::time).toList());
    clusters.forEach(cluster -> lab.kvmcore("destroy", "--yes", "--cluster", cluster).ok());
  }

  private static List<String> rivals() {
    int subnets = 1 << 7; // of /24 in the first pool
    int wanted = Identity.spread("a1", subnets);
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> "a" + i)
        .filter(name -> Identity.spread(name, subnets) == wanted)
        .limit(CLUSTERS)
        .toList();
  }

  private static Programs.Running start(String cluster, String... more) {
    List<String> arguments = new ArrayList<>(List.of("1", "--wait", "running"));
    arguments.addAll(List.of("--cluster", cluster));
    arguments.addAll(List.of(more));
    return lab.startCreate(arguments.toArray(String[]::new));
  }

  private static List<Result> results(Programs.Running... running) {
    return List.of(running).stream().map(Programs.Running::result).toList();
  }
}
