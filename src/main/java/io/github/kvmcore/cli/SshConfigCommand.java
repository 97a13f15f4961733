package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.Login;
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
    Login core = new Login(Login.CORE, null);
    return MachineTexts.print(
        session, machines, machine -> targets.of(machine).map(target -> Ssh.config(target, core)));
  }
}
