package io.github.kvmcore.cli.help;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.cli.Commands;
import io.github.kvmcore.cli.command.CommandLine;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionTextTest {
  private final CommandLine line = new CommandLine(new Commands());

  /** Else their order is that of a hash table, and changes with the names of their classes. */
  @Test
  void noTwoOptionsOfACommandHaveTheSamePlace() {
    line.parser()
        .getCommands()
        .forEach(
            (command, parser) -> {
              List<Integer> places =
                  parser.getParameters().stream()
                      .map(option -> option.getParameter().order())
                      .toList();
              assertEquals(Set.copyOf(places).size(), places.size(), command);
            });
  }
}
