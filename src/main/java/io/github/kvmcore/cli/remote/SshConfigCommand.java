package io.github.kvmcore.cli.remote;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Arguments;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.tool.ssh.Ssh;

/** {@code kvmcore ssh-config}. */
@Parameters(commandDescription = "print an OpenSSH client configuration for the machines")
public final class SshConfigCommand extends Subcommand {
  @Override
  public String synopsis() {
    return "";
  }

  @Override
  protected ExitCode run(Session session) {
    Arguments.requireText(session, "ssh-config");
    ClusterMachines machines = ClusterMachines.read(session);
    SshTargets targets = new SshTargets(session, machines);
    Login core = LoginOptions.core(session);
    return MachineTexts.print(
        session, machines, machine -> targets.of(machine).map(target -> Ssh.config(target, core)));
  }
}
