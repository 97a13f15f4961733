package io.github.kvmcore.cli.remote;

import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.machines.Unreachable;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.model.remote.SshTarget;
import io.github.kvmcore.tool.Kubeconfig;
import io.github.kvmcore.tool.ssh.Ssh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of a cluster that are servers of k3s, to ask them for access to it. */
final class K3sServers {
  static final String FILE = "/etc/rancher/k3s/k3s.yaml";

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration TRY_LIMIT = Duration.ofSeconds(30);

  /** Errors that do not pass. */
  private static final List<String> LASTING =
      List.of(
          "Permission denied",
          "Host key verification failed",
          "REMOTE HOST IDENTIFICATION",
          "a password is required",
          "not in the sudoers");

  private final Session session;
  private final Login login;
  private final List<MachineState> servers;
  private final SshTargets targets;

  K3sServers(Session session, ClusterMachines machines, Login login, List<MachineState> servers) {
    this.session = session;
    this.login = login;
    this.servers = servers;
    this.targets = new SshTargets(session, machines);
  }

  /** What asks each of them that can be asked. */
  List<Command> commands() {
    return servers.stream().flatMap(it -> targets.of(it).stream()).map(this::command).toList();
  }

  private Command command(SshTarget target) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("BatchMode", "yes");
    options.put("LogLevel", "ERROR");
    options.put("ConnectTimeout", "10");
    return Command.of(Ssh.command(target, login, options, List.of("--", "sudo", "-n", "cat", FILE)))
        .withLimit(TRY_LIMIT);
  }

  /**
   * The file for kubectl, of the first server that has it.
   *
   * @param limit how long it may take
   * @throws KvmcoreException where none has; with what is the matter on which machine
   */
  String kubeconfig(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Map<String, String> troubles = new LinkedHashMap<>();
      boolean hope = false;
      for (MachineState server : servers) {
        Attempt attempt = ask(server);
        if (attempt.text().isPresent()) {
          return attempt.text().get();
        }
        hope |= attempt.mayPass();
        troubles.put(server.name(), attempt.trouble());
      }
      if (!hope || System.nanoTime() - end >= 0 || !pause()) {
        throw failure(troubles, hope);
      }
    }
  }

  /**
   * An answer.
   *
   * @param text the file; empty: there is none
   * @param trouble why there is none
   * @param mayPass whether asking again may help
   */
  private record Attempt(Optional<String> text, String trouble, boolean mayPass) {
    static Attempt failed(String trouble, boolean mayPass) {
      return new Attempt(Optional.empty(), trouble, mayPass);
    }
  }

  private Attempt ask(MachineState server) {
    Unreachable unreachable = new Unreachable(session);
    if (!server.isRunning()) {
      return Attempt.failed(unreachable.notRunning(server), false);
    }
    SshTarget target = targets.of(server).orElse(null);
    if (target == null) {
      return Attempt.failed(unreachable.noAddress(server), false);
    }
    CommandResult result = session.access().commands().run(command(target));
    if (!result.ok()) {
      boolean lasts =
          result.exitStatus() == CommandResult.NOT_FOUND
              || result.exitStatus() == CommandResult.INTERRUPTED
              || LASTING.stream().anyMatch(result.err()::contains);
      return Attempt.failed("does not give " + FILE + "\n" + result.explain(), !lasts);
    }
    Optional<Kubeconfig> found = Kubeconfig.parse(result.out());
    return found.isPresent()
        ? new Attempt(found.map(it -> text(it, target)), "", false)
        : Attempt.failed("gives a " + FILE + " that is not as k3s writes it", true);
  }

  private String text(Kubeconfig found, SshTarget target) {
    return found.text(session.settings().cluster(), target.address().toString());
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private KvmcoreException failure(Map<String, String> troubles, boolean late) {
    List<String> lines = new ArrayList<>();
    troubles.forEach((name, trouble) -> lines.add(name + " " + trouble));
    String next = session.next().line("ssh", servers.get(0).name());
    lines.add("  next: " + next + " sudo journalctl -u k3s");
    return new KvmcoreException(
        late ? ExitCode.TIMEOUT : ExitCode.STEP_FAILED, String.join("\n", lines));
  }
}
