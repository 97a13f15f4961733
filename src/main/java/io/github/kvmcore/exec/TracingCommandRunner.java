package io.github.kvmcore.exec;

import java.util.function.Consumer;

/** Shows each command as it is run, and how long it took; for {@code -v}. */
public final class TracingCommandRunner implements CommandRunner {
  private final CommandRunner real;
  private final Consumer<String> lines;

  public TracingCommandRunner(CommandRunner real, Consumer<String> lines) {
    this.real = real;
    this.lines = lines;
  }

  @Override
  public CommandResult run(Command command) {
    CommandResult result = real.run(command);
    String status = result.ok() ? "" : ", exit status " + result.exitStatus();
    lines.accept("+ " + command.display() + "  # " + result.time().toMillis() + " ms" + status);
    return result;
  }
}
