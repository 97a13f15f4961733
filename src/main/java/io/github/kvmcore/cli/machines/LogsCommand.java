package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Arguments;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.Capability;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.spec.load.FlagValues;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore logs MACHINE}: what its serial console said since it was started. */
@Parameters(
    commandDescription = "show what the serial console of a machine printed since its last start")
public final class LogsCommand extends MachineCommand {
  @Parameter(
      names = {"-f", "--follow"},
      order = 20,
      description = "keep printing new output until Ctrl+C")
  boolean follow;

  @Parameter(
      names = "--lines",
      order = 21,
      description = "NUMBER: show only the last lines (default: all)")
  @Nullable String lines;

  @Override
  protected ExitCode run(Session session) {
    String name = Arguments.single(names, "logs takes the name of one machine");
    Arguments.requireText(session, "logs");
    session.engine().require(Capability.CONSOLE_LOG);
    Integer last = lines == null ? null : FlagValues.number("--lines", lines, 0, 1_000_000);
    Machine machine = ClusterMachines.state(session).one(name).machine();
    HostFiles files = session.access().files();
    Path log = machine.console();
    FileFacts facts = files.stat(log).orElse(null);
    if (facts == null && !follow) {
      throw KvmcoreException.failed(
          machine.name()
              + " has no console log "
              + log
              + ", or you may not see it: it is made when the machine starts\n  next: "
              + session.next().line("status"));
    }
    requireFile(session, machine, facts);
    if (follow) {
      new LogFollower(files, log, session::printOutput).follow(last);
    } else {
      String text = files.tail(log, LogFollower.THERE_BYTES);
      requireReadable(session, machine, Objects.requireNonNull(facts), text);
      session.printOutput(LogFollower.last(text, last));
    }
    return ExitCode.DONE;
  }

  /** Whoever can put a link there could have any file of root's shown. */
  private static void requireFile(Session session, Machine machine, @Nullable FileFacts facts) {
    if (facts != null && !facts.isFile()) {
      throw KvmcoreException.failed(
          machine.name()
              + ": can't show the console log "
              + machine.console()
              + ": it is "
              + facts.kind().words()
              + ", not a regular file\n  next: "
              + session.next().line("info", machine.name()));
    }
  }

  private static void requireReadable(
      Session session, Machine machine, FileFacts facts, String text) {
    if (text.isEmpty() && facts.bytes() > 0) {
      throw KvmcoreException.failed(
          "can't read "
              + machine.console()
              + ", which is "
              + facts.owner()
              + "'s\n  next: "
              + session.next().line("console", machine.name()));
    }
  }
}
