package io.github.kvmcore.cli.remote;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.model.remote.SshTarget;
import io.github.kvmcore.tool.ssh.Ssh;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Explains that ssh refused a machine by its host key, where a person has seen only ssh's words.
 */
final class HostKeyRefusal {
  /** ssh's last line, at any log level. */
  static final String SAID = "Host key verification failed";

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Session session;

  HostKeyRefusal(Session session) {
    this.session = session;
  }

  /**
   * Prints why, if that was why ssh failed. Asks once more, without a login, as what was said went
   * to the person's own terminal.
   */
  void explain(SshTarget target, Login login) {
    Map<String, String> options =
        Map.of("BatchMode", "yes", "ConnectTimeout", "10", "PreferredAuthentications", "none");
    Command again = Command.of(Ssh.command(target, login, options, List.of("--", "true")));
    CommandResult result = session.access().commands().run(again.withLimit(LIMIT));
    if (result.err().contains(SAID)) {
      session.tell("kvmcore: " + text(target));
    }
  }

  private String text(SshTarget target) {
    return target.name()
        + " was refused: "
        + target.address()
        + " does not have the host key that kvmcore gave "
        + target.name()
        + "; another machine may answer there, or the key was changed inside\n  next: "
        + session.next().line("console", target.name());
  }
}
