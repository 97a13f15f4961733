package io.github.kvmcore.cli.maintenance;

import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.cli.image.ImagePrune;
import io.github.kvmcore.cli.run.DeadLocks;
import io.github.kvmcore.cli.run.Failures;
import io.github.kvmcore.cli.run.PlanRun;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.Leftovers;
import io.github.kvmcore.engine.Lock;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.HostFiles.FileLock;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.report.GcReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes what {@code gc} finds. The clusters that it was of are locked first, and the host is
 * looked at again then: only what is found both times goes, so nothing that a run has just made.
 */
final class LeftoverRemoval implements AutoCloseable {
  private static final int AT_ONCE = 8;
  private static final Pattern BESIDE = Pattern.compile("((?:.*/)?[^./][^/]*?\\.qcow2)\\.[^/]+");

  private final Session session;
  private final LeftoverFinder leftovers;
  private final @Nullable Duration imageAge;
  private final HostFiles files;
  private final Map<String, Lock> clusters = new LinkedHashMap<>();
  private final Map<Path, FileLock> downloads = new LinkedHashMap<>();
  private final Set<String> busy = new LinkedHashSet<>();

  LeftoverRemoval(Session session, LeftoverFinder leftovers, @Nullable Duration imageAge) {
    this.session = session;
    this.leftovers = leftovers;
    this.imageAge = imageAge;
    this.files = session.access().files();
  }

  ExitCode run() {
    DeadLocks.clear(session);
    List<Leftover> seen = leftovers.find();
    seen.forEach(this::lock);
    Set<String> before = seen.stream().map(LeftoverRemoval::key).collect(Collectors.toSet());
    List<Leftover> found = seen.isEmpty() ? List.of() : again(seen, before);
    Plan plan = Leftovers.plan(found, it -> it.kind() != Leftover.Kind.IMAGE && !isBusy(it));
    Outcome outcome = new Outcome(List.of(), List.of(), false);
    if (!plan.isEmpty()) {
      outcome = new PlanRun(session, plan, AT_ONCE).apply("gc");
      Failures.ofDestroy(session, plan, outcome);
    }
    Set<String> pruned = imageAge == null ? Set.of() : ImagePrune.remove(session, images(found));
    print(found, outcome, pruned);
    return outcome.exitCode() == ExitCode.DONE && !busy.isEmpty()
        ? ExitCode.LOCKED
        : outcome.exitCode();
  }

  /** What is locked by this run itself is not looked at again, nor is there need to. */
  private List<Leftover> again(List<Leftover> seen, Set<String> before) {
    List<Leftover> found = new ArrayList<>(seen);
    found.removeIf(it -> it.kind() != Leftover.Kind.DOWNLOAD);
    leftovers.find().stream()
        .filter(it -> it.kind() != Leftover.Kind.DOWNLOAD && before.contains(key(it)))
        .forEach(found::add);
    found.sort(Comparator.comparing(Leftover::kind));
    return found;
  }

  private static String key(Leftover leftover) {
    return leftover.kind() + " " + leftover.name();
  }

  private Set<Path> images(List<Leftover> found) {
    return found.stream()
        .filter(it -> it.kind() == Leftover.Kind.IMAGE)
        .map(it -> session.environment().path(it.name()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void lock(Leftover leftover) {
    String cluster = leftover.cluster();
    if (cluster != null && !clusters.containsKey(cluster) && !busy.contains(cluster)) {
      take(cluster);
    }
    Matcher beside = BESIDE.matcher(leftover.name());
    if (leftover.kind() == Leftover.Kind.DOWNLOAD && beside.matches()) {
      Path lock = session.environment().path(beside.group(1) + ".lock");
      if (!downloads.containsKey(lock)) {
        files.tryLock(lock, "kvmcore gc").ifPresent(taken -> downloads.put(lock, taken));
      }
    }
  }

  /** Where another run has it, what is of it stays, and that is said. */
  private void take(String cluster) {
    try {
      clusters.put(cluster, session.ofCluster(cluster).engine().lock("gc"));
    } catch (KvmcoreException e) {
      busy.add(cluster);
      session.tell("kvmcore: left: " + e.text());
    }
  }

  private boolean isBusy(Leftover leftover) {
    Matcher beside = BESIDE.matcher(leftover.name());
    if (leftover.kind() == Leftover.Kind.DOWNLOAD && beside.matches()) {
      return !downloads.containsKey(session.environment().path(beside.group(1) + ".lock"));
    }
    return leftover.cluster() != null && !clusters.containsKey(leftover.cluster());
  }

  private void print(List<Leftover> found, Outcome outcome, Set<String> pruned) {
    Set<String> failed =
        outcome.failures().stream().map(Outcome.Failure::title).collect(Collectors.toSet());
    List<GcReport.Line> lines = new ArrayList<>();
    for (Leftover leftover : found) {
      boolean image = leftover.kind() == Leftover.Kind.IMAGE;
      boolean gone =
          image
              ? pruned.contains(leftover.name())
              : leftover.isRemovable() && !isBusy(leftover) && !failed.contains(key(leftover));
      lines.add(new GcReport.Line(leftover, gone ? "removed" : "left"));
    }
    if (!session.options().quiet() || session.format() != OutputFormat.TABLE) {
      session.print(new GcReport(lines, Instant.now()).text(session.format(), session.colour()));
    }
    if (lines.isEmpty()) {
      session.sayAtTerminal("nothing is left over");
    }
  }

  @Override
  public void close() {
    downloads.values().forEach(FileLock::close);
    clusters.values().forEach(Lock::close);
  }
}
