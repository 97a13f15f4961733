package io.github.kvmcore.image;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.CommandRunner;
import io.github.kvmcore.exec.ZtCommandRunner;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the host's real programs; some of them can be hidden, as if not installed. */
final class RealPrograms implements CommandRunner {
  final List<Command> ran = new CopyOnWriteArrayList<>();
  private final Set<String> hidden = new HashSet<>();
  private final CommandRunner real = new ZtCommandRunner();

  void hide(String... programs) {
    hidden.addAll(List.of(programs));
  }

  /** All that ran but those that only take digests. */
  List<String> names() {
    return ran.stream()
        .map(Command::program)
        .filter(name -> !name.endsWith("sum") && !name.equals("openssl"))
        .toList();
  }

  @Override
  public CommandResult run(Command command) {
    return looked(command, () -> real.run(command));
  }

  @Override
  public CommandResult stream(Command command, InputStream in, @Nullable OutputStream out) {
    return looked(command, () -> real.stream(command, in, out));
  }

  private CommandResult looked(Command command, Supplier<CommandResult> run) {
    if (hidden.contains(command.program())) {
      return new CommandResult(command, CommandResult.NOT_FOUND, "", "not found", Duration.ZERO);
    }
    ran.add(command);
    return run.get();
  }
}
