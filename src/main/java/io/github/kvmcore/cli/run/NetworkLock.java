package io.github.kvmcore.cli.run;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.lock.RunLock;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets one run at a time look for a free subnet and make a network of it. Two clusters' runs that
 * looked at the same moment would find the same one free. Held from before the host is read until
 * the network is there, and only where the cluster needs one of its own.
 */
public final class NetworkLock implements AutoCloseable {
  /** A cluster's name holds no dot, so this is no cluster's lock. */
  private static final String NAME = "kvmcore.networks";

  private static final Duration UNTOLD = Duration.ofSeconds(3);

  /** Longer than any number of others takes, each of which holds it for a second or two. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Session session;
  private final boolean wanted;
  private HostFiles.@Nullable FileLock held;

  private NetworkLock(Session session, boolean wanted) {
    this.session = session;
    this.wanted = wanted;
  }

  private RunLock file() {
    return RunLock.of(
        session.environment().run(),
        session.access().files(),
        NAME,
        "create --cluster " + session.settings().cluster());
  }

  /** Takes it where it is free and may be needed; does not wait. */
  public static NetworkLock of(Session session) {
    NetworkLock lock = new NetworkLock(session, !session.options().dryRun() && isOwn(session));
    lock.held = lock.wanted ? lock.file().tryTake().orElse(null) : null;
    return lock;
  }

  /** Removes what a run that was killed left of the lock; the lock itself went with that run. */
  public static void clear(Session session) {
    RunLock.of(session.environment().run(), session.access().files(), NAME, "clean up")
        .tryTake()
        .ifPresent(HostFiles.FileLock::close);
  }

  private static boolean isOwn(Session session) {
    return session.settings().networkName() == null && session.settings().bridge() == null;
  }

  /**
   * Whether the cluster has yet to get a network of its own.
   *
   * @param hasNetwork whether there is one of the cluster's
   */
  public static boolean isNeeded(Session session, boolean hasNetwork) {
    return isOwn(session) && !hasNetwork;
  }

  /**
   * Gives it back where the cluster has its network, and waits for it where it has none.
   *
   * @param hasNetwork whether there is one of the cluster's
   * @return whether others may have made networks since the host was read
   * @throws KvmcoreException exit code LOCKED, naming the holder
   */
  public boolean settle(boolean hasNetwork) {
    if (!wanted || !isNeeded(session, hasNetwork)) {
      close();
      return false;
    }
    if (held != null) {
      return false;
    }
    held = await();
    return true;
  }

  private HostFiles.FileLock await() {
    RunLock file = file();
    Optional<HostFiles.FileLock> taken = file.take(UNTOLD);
    if (taken.isEmpty()) {
      session.say("waiting for another run to make its network: " + file.whoHolds());
      taken = file.take(LIMIT);
    }
    return taken.orElseThrow(
        () ->
            new KvmcoreException(
                ExitCode.LOCKED,
                "a network is being made by another run: "
                    + file.whoHolds()
                    + "\n  next: run it again when that one has ended"));
  }

  /** Gives it back where the plan makes no network. */
  public void keepFor(Plan plan) {
    if (plan.steps().stream().noneMatch(Step::makesNetwork)) {
      close();
    }
  }

  /** Gives it back when the network is made, or can't be. */
  public void ended(Step step) {
    if (step.makesNetwork()) {
      close();
    }
  }

  @Override
  public synchronized void close() {
    HostFiles.FileLock lock = held;
    held = null;
    if (lock != null) {
      lock.close();
    }
  }
}
