package io.github.kvmcore.cli.create;

import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.cli.run.Failures;
import io.github.kvmcore.cli.run.PlanRun;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.CreateView;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.model.machine.DiscoveryUrl;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.service.DiscoveryService;
import io.github.kvmcore.spec.DiscoverySettings;
import io.github.kvmcore.spec.Settings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
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
   * etcd cluster, and looks whether k3s can be fetched. The host is looked at only where one of
   * them may be wanted.
   */
  ExitCode run() {
    boolean volumes = settings.volumes() != null && goal.cached() == null;
    boolean k3s = mentions("k3s_url");
    if (!volumes && !mayAsk() && !k3s) {
      return ExitCode.DONE;
    }
    CreateView host = session.engine().view();
    host.require();
    if (k3s) {
      host.k3sUrl(goal).ifPresent(this::requireThere);
    }
    ExitCode fetched = image(host);
    if (fetched == ExitCode.DONE && mayAsk()) {
      goal = goal.withDiscovery(discovered(host));
    }
    return fetched;
  }

  private ExitCode image(CreateView host) {
    Optional<Plan> first = session.options().dryRun() ? Optional.empty() : host.imageFirst(goal);
    if (first.isEmpty()) {
      return ExitCode.DONE;
    }
    Plan plan = first.get();
    Outcome outcome = new PlanRun(session, plan, host.processors()).apply("create");
    Failures.ofCreate(session, plan, outcome);
    goal = goal.withImage(session.images().cached(goal.image()).orElse(null));
    return outcome.exitCode();
  }

  private boolean mentions(String variable) {
    return session
        .renderer()
        .profiles()
        .mentions(
            settings.profile(), settings.config().kind(goal.image().release().os()), variable);
  }

  /** A machine whose k3s is not there would boot, and never be a node. */
  private void requireThere(String download) {
    String url = Urls.shown(download);
    try {
      if (!session.access().downloads().exists(URI.create(download))) {
        throw KvmcoreException.settings(
            List.of(
                "k3s_version, k3s_url: there is no "
                    + url
                    + ", from which machines would fetch k3s: choose another k3s_version, or name a"
                    + " mirror with k3s_url"));
      }
    } catch (UncheckedIOException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      session.tell("warning: cannot check that machines can fetch k3s from " + url + ": " + reason);
    }
  }

  private boolean mayAsk() {
    return settings.discovery().use() == DiscoverySettings.Use.YES
        && session
            .renderer()
            .profiles()
            .hasEtcd(settings.profile(), settings.config().kind(goal.image().release().os()));
  }

  private @Nullable DiscoveryUrl discovered(CreateView host) {
    int size = host.discoverySize(goal);
    if (size == 0) {
      return null;
    }
    String url = settings.discovery().requestUrl();
    DiscoveryUrl answer = new DiscoveryService(session.access().downloads(), url).request(size);
    if (session.options().dryRun()) {
      session.say("asked " + url + " for a discovery URL of " + size + ": the script holds it");
    }
    return answer;
  }
}
