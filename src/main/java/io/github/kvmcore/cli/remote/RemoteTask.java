package io.github.kvmcore.cli.remote;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.remote.RemoteRun;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a command on many machines comes to on one of them.
 *
 * @param ssh what is run; null where it can't be
 * @param blocker why not
 */
record RemoteTask(String machine, @Nullable Command ssh, String blocker) {
  /** For a dry run. */
  String line() {
    return ssh == null ? "# " + machine + " " + blocker.replace("\n", "\n# ") : ssh.display();
  }

  /** Runs it in one way or another; where it can't be run, that is its result. */
  RemoteRun run(Function<Command, RemoteRun> how) {
    return ssh == null ? RemoteRun.not(machine, blocker) : how.apply(ssh);
  }
}
