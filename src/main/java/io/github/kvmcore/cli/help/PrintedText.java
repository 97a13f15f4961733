package io.github.kvmcore.cli.help;

import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.cli.command.Subcommand;
import java.util.Optional;

/** What is only printed, and needs neither settings nor the host: help, scripts, the version. */
public final class PrintedText {
  private final CommandLine line;

  /** Texts about the commands of that line. */
  public PrintedText(CommandLine line) {
    this.line = line;
  }

  /** All that the command line asks for; empty where a command is to be run. */
  public Optional<String> of(CommandLine.Parsed parsed) {
    Subcommand command = parsed.command();
    if (command instanceof HelpCommand help && help.man) {
      return Optional.of(new ManPage(line).text());
    }
    if (parsed.options().help()) {
      return Optional.of(new HelpText(line).on(parsed.name() == null ? "" : parsed.name()));
    }
    if (command instanceof HelpCommand help) {
      return Optional.of(new HelpText(line).on(help.topic()));
    }
    if (command instanceof CompletionCommand completion) {
      return Optional.of(completion.script(line));
    }
    return command instanceof VersionCommand ? Optional.of(version()) : Optional.empty();
  }

  /** The lines of {@code kvmcore version}. */
  public static String version() {
    return "kvmcore " + Version.text() + "\nJava " + Runtime.version() + "\n";
  }
}
