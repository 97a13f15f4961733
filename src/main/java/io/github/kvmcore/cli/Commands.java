package io.github.kvmcore.cli;

import io.github.kvmcore.cli.command.CommandSet;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.create.CreateCommand;
import io.github.kvmcore.cli.help.CompletionCommand;
import io.github.kvmcore.cli.help.HelpCommand;
import io.github.kvmcore.cli.help.VersionCommand;
import io.github.kvmcore.cli.image.ImageCommand;
import io.github.kvmcore.cli.machines.ConsoleCommand;
import io.github.kvmcore.cli.machines.DestroyCommand;
import io.github.kvmcore.cli.machines.InfoCommand;
import io.github.kvmcore.cli.machines.ListCommand;
import io.github.kvmcore.cli.machines.LogsCommand;
import io.github.kvmcore.cli.machines.RestartCommand;
import io.github.kvmcore.cli.machines.ShutdownCommand;
import io.github.kvmcore.cli.machines.StartCommand;
import io.github.kvmcore.cli.machines.StatusCommand;
import io.github.kvmcore.cli.maintenance.DoctorCommand;
import io.github.kvmcore.cli.maintenance.GcCommand;
import io.github.kvmcore.cli.maintenance.ReapCommand;
import io.github.kvmcore.cli.maintenance.VerifyCommand;
import io.github.kvmcore.cli.remote.ExecCommand;
import io.github.kvmcore.cli.remote.HostsCommand;
import io.github.kvmcore.cli.remote.InventoryCommand;
import io.github.kvmcore.cli.remote.KubeconfigCommand;
import io.github.kvmcore.cli.remote.SshCommand;
import io.github.kvmcore.cli.remote.SshConfigCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands that there are; each is made when it is asked for, as a run needs but one. */
public final class Commands implements CommandSet {
  private static final List<String> NAMES =
      List.of(
          "create",
          "list",
          "status",
          "info",
          "start",
          "shutdown",
          "restart",
          "destroy",
          "ssh",
          "exec",
          "console",
          "logs",
          "inventory",
          "ssh-config",
          "hosts",
          "kubeconfig",
          "image",
          "verify",
          "reap",
          "gc",
          "doctor",
          "help",
          "completion",
          "version");

  private static final Map<String, String> ALIASES =
      Map.of(
          "ls", "list",
          "ps", "list",
          "up", "create",
          "stop", "shutdown",
          "down", "shutdown",
          "rm", "destroy",
          "delete", "destroy");

  private final Map<String, Subcommand> made = new HashMap<>();

  @Override
  public List<String> names() {
    return NAMES;
  }

  @Override
  public Map<String, String> aliases() {
    return ALIASES;
  }

  @Override
  public Subcommand get(String name) {
    Subcommand command = made.get(name);
    if (command == null) {
      command = make(name);
      made.put(name, command);
    }
    return command;
  }

  private static Subcommand make(String name) {
    return switch (name) {
      case "create" -> new CreateCommand();
      case "list" -> new ListCommand();
      case "status" -> new StatusCommand();
      case "info" -> new InfoCommand();
      case "start" -> new StartCommand();
      case "shutdown" -> new ShutdownCommand();
      case "restart" -> new RestartCommand();
      case "destroy" -> new DestroyCommand();
      case "ssh" -> new SshCommand();
      case "exec" -> new ExecCommand();
      case "console" -> new ConsoleCommand();
      case "logs" -> new LogsCommand();
      case "inventory" -> new InventoryCommand();
      case "ssh-config" -> new SshConfigCommand();
      case "hosts" -> new HostsCommand();
      case "kubeconfig" -> new KubeconfigCommand();
      case "image" -> new ImageCommand();
      case "verify" -> new VerifyCommand();
      case "reap" -> new ReapCommand();
      case "gc" -> new GcCommand();
      case "doctor" -> new DoctorCommand();
      case "help" -> new HelpCommand();
      case "completion" -> new CompletionCommand();
      case "version" -> new VersionCommand();
      default -> throw new IllegalArgumentException("there is no command " + name);
    };
  }
}
