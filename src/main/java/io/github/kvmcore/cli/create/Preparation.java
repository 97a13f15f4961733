package io.github.kvmcore.cli.create;

import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.cli.run.Failures;
import io.github.kvmcore.cli.run.PlanRun;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.host.DiscoveryService;
import io.github.kvmcore.model.DiscoveryUrl;
import io.github.kvmcore.plan.Goal;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.settings.DiscoverySettings;
import io.github.kvmcore.settings.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gets what a plan of {@code create} can't be made without. */
final class Preparation {
  private final Session session;
  private final Settings settings;
  private Goal goal;

  Preparation(Session session, Goal goal) {
    this.session = session;
    this.settings = session.settings();
    this.goal = goal;
  }

  /** What is asked for, with all that was got. */
  Goal goal() {
    return goal;
  }

  /**
   * Gets the image, where the sizes of logical volumes depend on it, and the discovery URL of a new
   * etcd cluster. The host is looked at only where either may be wanted.
   */
  ExitCode run() {
    boolean volumes = settings.volumes() != null && goal.cached() == null;
    if (!volumes && !mayAsk()) {
      return ExitCode.DONE;
    }
    HostSight host = HostSight.of(session);
    host.require();
    ExitCode fetched = image(host);
    if (fetched == ExitCode.DONE && mayAsk()) {
      goal = goal.withDiscovery(discovered(host));
    }
    return fetched;
  }

  private ExitCode image(HostSight host) {
    Optional<Plan> first =
        session.options().dryRun() ? Optional.empty() : host.planner().imageFirst(goal);
    if (first.isEmpty()) {
      return ExitCode.DONE;
    }
    Plan plan = first.get();
    Outcome outcome = new PlanRun(session, plan, host.facts().processors()).apply("create");
    Failures.ofCreate(session, plan, outcome);
    goal = goal.withImage(session.images().cached(goal.image()).orElse(null));
    return outcome.exitCode();
  }

  private boolean mayAsk() {
    return settings.discovery().use() == DiscoverySettings.Use.YES
        && session
            .renderer()
            .profiles()
            .hasEtcd(settings.profile(), settings.config().kind(goal.image().release().os()));
  }

  private @Nullable DiscoveryUrl discovered(HostSight host) {
    int size = host.planner().discoverySize(goal);
    if (size == 0) {
      return null;
    }
    String url = settings.discovery().requestUrl();
    DiscoveryUrl answer = new DiscoveryService(session.outside().downloads(), url).request(size);
    if (session.options().dryRun()) {
      session.say("asked " + url + " for a discovery URL of " + size + ": the script holds it");
    }
    return answer;
  }
}
