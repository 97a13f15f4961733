package io.github.kvmcore.cli.remote;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.command.Arguments;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.FileFacts;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Login;
import io.github.kvmcore.plan.MachineStates;
import io.github.kvmcore.settings.FlagValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore kubeconfig}. */
@Parameters(
    commandDescription =
        "print what kubectl needs to reach the cluster's k3s, or write it to a file")
public final class KubeconfigCommand extends Subcommand {
  /** Whoever can read it rules the cluster. */
  private static final int PRIVATE = 0600;

  @Parameter(
      names = "--output-file",
      order = 20,
      description = "FILE: write it there, readable only by you, instead of printing it")
  @Nullable String outputFile;

  @Parameter(
      names = "--timeout",
      order = 21,
      description = "TIME: how long to wait until a server has it (vm_startup_timeout)")
  @Nullable String timeout;

  @ParametersDelegate final LoginOptions login = new LoginOptions();

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  protected ExitCode run(Session session) {
    Arguments.requireText(session, "kubeconfig");
    Duration limit =
        timeout == null
            ? session.settings().limits().startup()
            : FlagValues.time("--timeout", timeout);
    Login as = login.read(session);
    Path file = outputFile == null ? null : target(session, outputFile);
    ClusterMachines machines = ClusterMachines.read(session);
    List<MachineStates.Present> servers =
        machines.all().stream().filter(it -> machines.tag(it).role().isServer()).toList();
    if (servers.isEmpty()) {
      throw KvmcoreException.settings(
          List.of(
              "cluster "
                  + session.settings().cluster()
                  + " has no server of k3s; "
                  + session.next().line("create")
                  + " --profile k3s makes one"));
    }
    K3sServers k3s = new K3sServers(session, machines, as, servers);
    if (common.dryRun()) {
      k3s.commands().forEach(command -> session.print(command.display() + "\n"));
      return ExitCode.DONE;
    }
    put(session, k3s.kubeconfig(limit), file);
    return ExitCode.DONE;
  }

  private static void put(Session session, String text, @Nullable Path file) {
    if (file == null) {
      session.print(text);
    } else {
      session.outside().files().write(file, text, PRIVATE, null);
      session.say(
          "wrote "
              + file
              + "; "
              + Command.of("kubectl", "--kubeconfig", file.toString(), "get", "nodes").display());
    }
  }

  /** What can't be written is told before anybody waits for it; a link's target is replaced. */
  private static Path target(Session session, String name) {
    Path file = session.environment().path(name);
    FileFacts facts = session.outside().files().stat(file).orElse(null);
    if (facts != null && !facts.isFile()) {
      throw KvmcoreException.settings(
          List.of("--output-file " + name + ": is there and is no regular file"));
    }
    Path folder = file.getParent();
    if (folder == null || session.outside().files().stat(folder).isEmpty()) {
      throw KvmcoreException.settings(
          List.of("--output-file " + name + ": there is no folder for it"));
    }
    return file;
  }
}
