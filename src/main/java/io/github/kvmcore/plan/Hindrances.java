package io.github.kvmcore.plan;

import io.github.kvmcore.host.HostState;
import io.github.kvmcore.model.Domain;
import io.github.kvmcore.model.Identity;
import io.github.kvmcore.settings.Settings;
import java.util.Optional;

/** Says why a machine can't be started, and what to run next. */
final class Hindrances {
  private final String cluster;
  private final NextCommand next;
  private final HostState hostState;

  Hindrances(Settings settings, HostState hostState) {
    this.cluster = settings.cluster();
    this.next = NextCommand.of(settings);
    this.hostState = hostState;
  }

  /** Of one that crashed and was kept, or is suspended, or is just ending. */
  String neitherOnNorOff(String name) {
    return "neither runs nor is shut off (virsh domstate --reason "
        + name
        + ")\n  next: "
        + next.line("restart", "--force", name);
  }

  /** Of one that is off, or that is to be shut down first; empty where it can be started. */
  Optional<String> of(Domain domain) {
    if (!hostState.isWhole(domain)) {
      return Optional.of(
          "is not whole, so it can't be started: a run of kvmcore ended half-way, or a file of it is"
              + " gone\n  next: "
              + next.line("create")
              + " makes what is missing");
    }
    return domain.interfaces().stream()
        .map(Domain.Interface::source)
        .filter(source -> !source.isEmpty() && !source.startsWith("bridge:"))
        .filter(source -> hostState.network(source).isEmpty())
        .findFirst()
        .map(source -> "can't be started: there is no network " + source + next(source));
  }

  private String next(String network) {
    return network.equals(Identity.networkName(cluster))
        ? "\n  next: " + next.line("create") + " makes it again"
        : "\n  next: define it again, see virsh net-define";
  }
}
