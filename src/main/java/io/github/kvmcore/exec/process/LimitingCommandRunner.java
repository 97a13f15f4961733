package io.github.kvmcore.exec.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gives the user's limits to the commands that have the usual ones.
 *
 * @param usual in place of {@link Command#DEFAULT_LIMIT}
 * @param disks in place of {@link Command#DISK_LIMIT}
 */
public record LimitingCommandRunner(CommandRunner real, Duration usual, Duration disks)
    implements CommandRunner {
  @Override
  public CommandResult run(Command command) {
    return real.run(limited(command));
  }

  @Override
  public CommandResult follow(Command command, LineSink out, LineSink err) {
    return real.follow(limited(command), out, err);
  }

  @Override
  public CommandResult stream(Command command, InputStream in, @Nullable OutputStream out) {
    return real.stream(limited(command), in, out);
  }

  @Override
  public int interact(Command command) {
    return real.interact(command);
  }

  private Command limited(Command command) {
    if (command.limit().equals(Command.DEFAULT_LIMIT)) {
      return command.withLimit(usual);
    }
    return command.limit().equals(Command.DISK_LIMIT) ? command.withLimit(disks) : command;
  }
}
