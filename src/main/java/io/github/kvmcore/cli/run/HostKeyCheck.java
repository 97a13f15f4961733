package io.github.kvmcore.cli.run;

import io.github.kvmcore.apply.AddressConfirmation;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.model.remote.SshTarget;
import io.github.kvmcore.tool.ssh.Ssh;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks ssh whether an address has a machine's host key, without a login. */
public final class HostKeyCheck implements AddressConfirmation.HostKeys {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** What ssh says when the host key was right and it has no way to log in. */
  private static final String KEY_ACCEPTED = "Permission denied";

  private final Session session;

  public HostKeyCheck(Session session) {
    this.session = session;
  }

  @Override
  public Optional<Boolean> match(Machine machine, Ipv4Address address) {
    String name = machine.name();
    return session
        .engine()
        .keys(machine)
        .hostKey()
        .flatMap(key -> KnownHosts.of(session).check(name, key))
        .map(known -> shows(new SshTarget(name, address, known, name, true, null)));
  }

  private boolean shows(SshTarget target) {
    Map<String, String> options =
        Map.of("BatchMode", "yes", "ConnectTimeout", "5", "PreferredAuthentications", "none");
    Login login = new Login(Login.CORE, null, List.of());
    Command ssh = Command.of(Ssh.command(target, login, options, List.of("--", "true")));
    CommandResult result = session.access().commands().run(ssh.withLimit(LIMIT));
    return result.ok() || result.err().contains(KEY_ACCEPTED);
  }
}
