package io.github.kvmcore.image;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.CommandRunner;
import io.github.kvmcore.exec.ZtCommandRunner;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs the host's real programs; some of them can be hidden, as if not installed. */
final class RealPrograms implements CommandRunner {
  final List<Command> ran = new CopyOnWriteArrayList<>();
  private final Set<String> hidden = new HashSet<>();
  private final CommandRunner real = new ZtCommandRunner();

  void hide(String... programs) {
    hidden.addAll(List.of(programs));
  }

  List<String> names() {
    return ran.stream().map(Command::program).toList();
  }

  @Override
  public CommandResult run(Command command) {
    if (hidden.contains(command.program())) {
      return new CommandResult(command, CommandResult.NOT_FOUND, "", "not found", Duration.ZERO);
    }
    ran.add(command);
    return real.run(command);
  }
}
