package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.Login;
import io.github.kvmcore.plan.MachineStates;
import io.github.kvmcore.tool.Ssh;

/** {@code kvmcore ssh-config}. */
@Parameters(
    commandDescription =
        "print a configuration for OpenSSH, in which the machines have their names")
final class SshConfigCommand extends Subcommand {
  @Override
  String synopsis() {
    return "";
  }

  @Override
  ExitCode run(Session session) {
    Arguments.requireText(session, "ssh-config");
    ClusterMachines machines = ClusterMachines.read(session);
    SshTargets targets = new SshTargets(session, machines);
    Unreachable unreachable = new Unreachable(session);
    StringBuilder text = new StringBuilder();
    for (MachineStates.Present machine : machines.all()) {
      targets
          .of(machine)
          .ifPresentOrElse(
              target -> text.append(Ssh.config(target, new Login(Login.CORE, null))),
              () -> unreachable.sayLeftOut(machine));
    }
    session.print(text.toString());
    if (machines.all().isEmpty()) {
      session.say(machines.emptyNote());
    }
    return ExitCode.DONE;
  }
}
