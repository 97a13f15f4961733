package io.github.kvmcore.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.cli.Commands;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aliases of commands, and words that are none. */
class CommandLineTest {
  private static CommandLine.Parsed parse(String line) {
    return new CommandLine(new Commands()).parse(line.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "ls, list",
    "ps, list",
    "up 5, create",
    "stop 1, shutdown",
    "down, shutdown",
    "rm 2 3, destroy",
    "delete --yes, destroy",
    "--cluster ls -q ls, list",
    "-e a=b rm, destroy"
  })
  void anAliasIsACommand(String line, String command) {
    assertEquals(command, parse(line).name());
  }

  /** What stands behind the command is a machine's name, or another program's. */
  @Test
  void onlyTheFirstWordIsAnAlias() {
    assertEquals(List.of("ls"), parse("info ls").command().words());
    assertEquals("ls", parse("--cluster ls list").options().cluster());
    assertEquals("exec", parse("exec ls").name());
  }

  @Test
  void aliasesAreNoCommandsThemselves() {
    Commands commands = new Commands();
    assertTrue(commands.names().containsAll(commands.aliases().values()));
    assertTrue(commands.names().stream().noneMatch(commands.aliases()::containsKey));
  }

  @ParameterizedTest
  @CsvSource({
    "creat 3, 'no command ''creat''; did you mean create?'",
    "lst, 'no command ''lst''; did you mean list?'",
    "frobnicate, no command 'frobnicate'"
  })
  void anUnknownCommandIsRefused(String line, String message) {
    KvmcoreException wrong = assertThrows(KvmcoreException.class, () -> parse(line));
    assertEquals(ExitCode.USAGE, wrong.exitCode());
    assertEquals(message + "\n  next: kvmcore help", wrong.text());
  }
}
