package io.github.kvmcore.cli.remote;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.command.PassThroughArgs;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.machines.Unreachable;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.model.remote.RemoteRun;
import io.github.kvmcore.model.remote.SshTarget;
import io.github.kvmcore.report.RemoteReport;
import io.github.kvmcore.spec.load.FlagValues;
import io.github.kvmcore.tool.ssh.Ssh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore exec COMMAND…}: on all machines at once. */
@Parameters(
    commandDescription =
        "run a command on machines in parallel; exit status 0 if it succeeded on all")
public final class ExecCommand extends Subcommand implements PassThroughArgs.Taker {
  /** Nobody is asked, nobody waits for a dead machine, and no word is said of each new key. */
  private static final Map<String, String> OPTIONS = options();

  private static final Duration NO_LIMIT = Duration.ofDays(365);

  @Parameter(
      names = "--on",
      order = 20,
      description = "MACHINE,…: run it on these machines (default: all)")
  @Nullable String on;

  @Parameter(
      names = "--timeout",
      order = 21,
      description = "TIME: time limit for each machine (default: none)")
  @Nullable String timeout;

  @ParametersDelegate final LoginOptions login = new LoginOptions();

  private List<String> words = List.of();

  private static Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("BatchMode", "yes");
    options.put("LogLevel", "ERROR");
    options.put("ConnectTimeout", "15");
    options.put("ServerAliveInterval", "15");
    return options;
  }

  @Override
  public void take(List<String> given) {
    boolean marked = !given.isEmpty() && given.get(0).equals("--");
    words = List.copyOf(marked ? given.subList(1, given.size()) : given);
  }

  @Override
  public String synopsis() {
    return "COMMAND…";
  }

  @Override
  protected ExitCode run(Session session) {
    if (words.isEmpty()) {
      throw KvmcoreException.usage("exec needs a command; kvmcore exec uname -r");
    }
    if (session.format() == OutputFormat.NAME) {
      throw KvmcoreException.usage("exec prints lines, json or yaml, not names");
    }
    List<RemoteTask> tasks = tasks(session);
    if (common.dryRun()) {
      tasks.forEach(task -> session.print(task.line() + "\n"));
      return ExitCode.DONE;
    }
    return run(session, tasks);
  }

  /** All that may be wrong with the options is told before libvirt is asked. */
  private List<RemoteTask> tasks(Session session) {
    Duration limit = timeout == null ? NO_LIMIT : FlagValues.time("--timeout", timeout);
    Login as = login.read(session);
    List<String> names = names();
    ClusterMachines machines = ClusterMachines.read(session);
    List<RemoteTask> tasks =
        tasks(session, machines, names, target -> command(target, as).withLimit(limit));
    if (tasks.isEmpty()) {
      throw KvmcoreException.settings(
          List.of(machines.emptyNote() + "; " + session.next().line("create") + " makes them"));
    }
    return tasks;
  }

  private ExitCode run(Session session, List<RemoteTask> tasks) {
    boolean held = session.format() != OutputFormat.TABLE;
    RemoteRuns remote = new RemoteRuns(session);
    List<RemoteRun> runs = held ? remote.collect(tasks) : remote.follow(tasks);
    RemoteReport report = new RemoteReport(session.settings().cluster(), words, runs);
    if (held) {
      session.print(report.text(session.format()));
    }
    List<String> failures = report.failures();
    failures.forEach(line -> session.tell("kvmcore: " + line));
    if (failures.isEmpty()) {
      session.say(report.success());
    }
    return failures.isEmpty() ? ExitCode.DONE : ExitCode.STEP_FAILED;
  }

  private List<RemoteTask> tasks(
      Session session,
      ClusterMachines machines,
      List<String> names,
      Function<SshTarget, Command> command) {
    List<MachineState> chosen = machines.choose(names);
    SshTargets targets = new SshTargets(session, machines);
    Unreachable unreachable = new Unreachable(session);
    List<RemoteTask> tasks = new ArrayList<>();
    for (MachineState machine : chosen) {
      String name = machine.name();
      Optional<SshTarget> target = targets.of(machine);
      if (!machine.isRunning()) {
        tasks.add(new RemoteTask(name, null, unreachable.notRunning(machine)));
      } else if (target.isEmpty()) {
        tasks.add(new RemoteTask(name, null, unreachable.noAddress(machine)));
      } else {
        tasks.add(new RemoteTask(name, command.apply(target.get()), ""));
      }
    }
    return tasks;
  }

  /** An empty list must not come to mean all machines: it may be a script's empty variable. */
  private List<String> names() {
    if (on == null) {
      return List.of();
    }
    List<String> names = Stream.of(on.split(",", -1)).map(String::strip).toList();
    if (names.contains("")) {
      throw KvmcoreException.usage("--on needs names of machines, as coreos-1,coreos-2");
    }
    return names;
  }

  private Command command(SshTarget target, Login login) {
    List<String> behind = new ArrayList<>(List.of("--"));
    behind.addAll(words);
    return Command.of(Ssh.command(target, login, OPTIONS, behind));
  }
}
