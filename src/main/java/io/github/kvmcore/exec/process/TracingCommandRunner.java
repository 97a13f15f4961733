package io.github.kvmcore.exec.process;

import io.github.kvmcore.failure.TerminalEscaper;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    return shown(real.run(command));
  }

  @Override
  public CommandResult follow(Command command, LineSink out, LineSink err) {
    return shown(real.follow(command, out, err));
  }

  @Override
  public CommandResult stream(Command command, InputStream in, @Nullable OutputStream out) {
    return shown(real.stream(command, in, out));
  }

  /** Printed before it is run: what it says comes in between. */
  @Override
  public int interact(Command command) {
    lines.accept("+ " + TerminalEscaper.text(command.display()));
    return real.interact(command);
  }

  private CommandResult shown(CommandResult result) {
    Duration time = result.time();
    String status = result.ok() ? "" : ", exit status " + result.exitStatus();
    String line = TerminalEscaper.text(result.command().display());
    lines.accept("+ " + line + "  # " + time.toMillis() + " ms" + status);
    return result;
  }
}
