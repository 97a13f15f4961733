package io.github.kvmcore.sim;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.Installed;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills kvmcore at external commands of its runs, on the simulated host. By itself it takes every
 * {@value #STRIDE}th point; {@code -Dkvmcore.whole=true}, as of {@code bin/check --whole}, takes
 * all, and {@code -Dkvmcore.scenarios=REGEX} only some kinds of cluster.
 */
class KilledAnywhereTest {
  /** A prime, so that all actions and commands come in turn. */
  private static final int STRIDE = 127;

  /** Each kind of cluster begins elsewhere in its runs. */
  private static final int OFFSET = 37;

  private static final int AT_ONCE = 2;

  private static final Path TURN =
      Path.of("/tmp/kvmcore-killed." + System.getProperty("user.name", "") + ".lock");

  @TempDir Path folder;

  @Test
  void nothingIsLeftAndNothingIsMissing() throws Exception {
    Installed.need("perl", "openssl", "sha512sum", "bzip2");
    // QEMU's user has to get through it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    boolean all = Boolean.getBoolean("kvmcore.whole");
    Pattern wanted = Pattern.compile(System.getProperty("kvmcore.scenarios", ".*"));
    KillAnywhere.Tally tally = new KillAnywhere.Tally();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    // The clusters' locks are this machine's: another checkout's tests have clusters of these
    // names.
    try (FileChannel turn = FileChannel.open(TURN, CREATE, WRITE);
        FileLock mine = turn.lock()) {
      assertTrue(mine.isValid());
      QuickStart quick = QuickStart.make(folder);
      List<Callable<Integer>> tasks = new ArrayList<>();
      int number = 0;
      for (Scenario scenario : Scenario.all()) {
        int offset = OFFSET * number++ % STRIDE;
        if (wanted.matcher(scenario.name()).matches()) {
          tasks.add(
              () ->
                  scenario(
                      scenario,
                      all ? 1 : Integer.getInteger("kvmcore.stride", STRIDE),
                      offset,
                      quick,
                      tally));
        }
      }
      int known = 0;
      for (Future<Integer> ended : threads.invokeAll(tasks)) {
        known += ended.get();
      }
      System.out.printf(
          "kill points: %d of %d tried on %d kinds of cluster, %d not met, %d changed the host under the next run, %d failures %s%n",
          tally.total(),
          known,
          tasks.size(),
          tally.missed.size(),
          tally.met.size(),
          tally.failures.size(),
          tally.tried);
      if (all) {
        tally.met.forEach(met -> System.out.println("changed under the next run: " + met));
      }
      tally.missed.forEach(missed -> System.out.println("not met: " + missed));
      assertTrue(tally.failures.isEmpty(), () -> String.join("\n", tally.failures));
      assertTrue(tally.total() > 0, "no point was tried");
    } finally {
      threads.shutdownNow();
    }
  }

  /** Gives how many points there are. */
  private int scenario(
      Scenario scenario, int stride, int offset, QuickStart quick, KillAnywhere.Tally tally)
      throws Exception {
    Path place = Files.createDirectory(folder.resolve(scenario.name()));
    try (KillAnywhere harness = new KillAnywhere(scenario, place, quick, tally)) {
      Pattern wanted = Pattern.compile(System.getProperty("kvmcore.commands", ""));
      List<KillPoint> points =
          harness.points().stream().filter(it -> wanted.matcher(it.rule()).find()).toList();
      for (int i = stride == 1 ? 0 : offset % stride; i < points.size(); i += stride) {
        harness.tryPoint(points.get(i));
      }
      return points.size();
    } catch (AssertionError e) {
      tally.undisturbedFailed(scenario, String.valueOf(e.getMessage()));
      return 0;
    }
  }
}
