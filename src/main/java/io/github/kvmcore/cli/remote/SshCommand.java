package io.github.kvmcore.cli.remote;

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
import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.model.remote.SshTarget;
import io.github.kvmcore.tool.ssh.Ssh;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code kvmcore ssh MACHINE [COMMAND…]}: gives way to ssh, whose exit status is the command's. */
@Parameters(
    commandDescription =
        "log in to a machine, or run a command on it; put ssh options after MACHINE --")
public final class SshCommand extends Subcommand implements PassThroughArgs.Taker {
  @ParametersDelegate final LoginOptions login = new LoginOptions();

  private List<String> words = List.of();

  @Override
  public void take(List<String> given) {
    words = List.copyOf(given);
  }

  @Override
  public String synopsis() {
    return "MACHINE [COMMAND…]";
  }

  @Override
  public int status(Session session) {
    if (words.isEmpty() || words.get(0).equals("--")) {
      throw KvmcoreException.usage(
          "ssh needs the name of a machine; " + session.next().line("list") + " shows them");
    }
    List<String> behind = behind(words.subList(1, words.size()));
    Login as = login.read(session);
    ClusterMachines machines = ClusterMachines.read(session);
    MachineState machine = machines.one(words.get(0));
    Unreachable unreachable = new Unreachable(session);
    unreachable.requireRunning(machine);
    SshTarget target =
        new SshTargets(session, machines)
            .of(machine)
            .orElseThrow(
                () ->
                    KvmcoreException.failed(machine.name() + " " + unreachable.noAddress(machine)));
    Map<String, String> options = common.quiet() ? Map.of("LogLevel", "ERROR") : Map.of();
    Command ssh = Command.of(Ssh.command(target, as, options, behind));
    if (common.dryRun()) {
      session.print(ssh.display() + "\n");
      return ExitCode.DONE.status();
    }
    int status = session.access().commands().interact(ssh);
    if (status == Ssh.FAILED && target.checked()) {
      new HostKeyRefusal(session).explain(target, as);
    }
    return status;
  }

  /**
   * A command may look like an option only to kvmcore: ssh is told that none of its options come.
   */
  private static List<String> behind(List<String> given) {
    if (given.isEmpty()) {
      return given;
    }
    String first = given.get(0);
    if (first.equals("--")) {
      return given.subList(1, given.size());
    }
    if (first.startsWith("-")) {
      throw KvmcoreException.usage(
          "what is "
              + first
              + "? kvmcore's options stand before the machine, those of ssh behind a word --");
    }
    List<String> behind = new ArrayList<>(List.of("--"));
    behind.addAll(given);
    return behind;
  }
}
