package io.github.kvmcore.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands that there are; each is made when it is asked for, as a run needs but one. */
final class Commands implements CommandSet {
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

  private final Map<String, Subcommand> made = new HashMap<>();

  @Override
  public List<String> names() {
    return NAMES;
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
