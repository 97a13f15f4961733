package io.github.kvmcore.cli.remote;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.command.Arguments;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.spec.load.FlagValues;
import io.github.kvmcore.tool.KubeconfigFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore kubeconfig}. */
@Parameters(commandDescription = "print the kubeconfig of the cluster's k3s, or write it to a file")
public final class KubeconfigCommand extends Subcommand {
  /** Whoever can read it rules the cluster. */
  private static final int PRIVATE = 0600;

  @Parameter(
      names = "--output-file",
      order = 20,
      description = "FILE: merge into this kubeconfig, readable only by you")
  @Nullable String outputFile;

  @Parameter(
      names = "--timeout",
      order = 21,
      description = "TIME: how long to wait until a server has it (default: vm_startup_timeout)")
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
    Target target = outputFile == null ? null : Target.of(session, outputFile);
    ClusterMachines machines = ClusterMachines.read(session);
    List<MachineState> servers =
        machines.all().stream().filter(it -> it.tag().role().isServer()).toList();
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
    String text = k3s.kubeconfig(limit);
    if (target == null) {
      session.print(text);
    } else {
      target.merge(session, text);
    }
    return ExitCode.DONE;
  }

  /**
   * The file that gets the cluster's entries.
   *
   * @param name as the user gave it
   * @param owner of the file that is there; null: there is none
   */
  private record Target(String name, Path file, @Nullable String owner) {
    /** Reports what can't be written before waiting for a server. */
    static Target of(Session session, String name) {
      HostFiles files = session.access().files();
      Path given = session.environment().path(name);
      FileFacts facts = files.stat(given).orElse(null);
      if (facts != null && !facts.isFile()) {
        throw refused(name, "it is there and is no regular file");
      }
      Path folder = given.getParent();
      if (folder == null || files.stat(folder).isEmpty()) {
        throw refused(name, "there is no folder for it");
      }
      Target target = new Target(name, given, facts == null ? null : facts.owner());
      target.read(files);
      return target;
    }

    private KubeconfigFile read(HostFiles files) {
      try {
        String text = owner == null ? "" : files.read(file).orElse(null);
        if (text == null) {
          throw refused(name, "it may not be read");
        }
        return KubeconfigFile.parse(text);
      } catch (IllegalArgumentException e) {
        throw refused(name, e.getMessage());
      }
    }

    void merge(Session session, String text) {
      HostFiles files = session.access().files();
      KubeconfigFile there = read(files);
      String cluster = session.settings().cluster();
      String merged;
      try {
        merged = there.with(text);
      } catch (IllegalArgumentException e) {
        throw refused(name, e.getMessage() + "; write to another file");
      }
      files.write(file, merged, PRIVATE, owner);
      String before =
          there
              .currentContext()
              .filter(it -> !it.equals(cluster))
              .map(it -> ", was " + it)
              .orElse("");
      session.say(
          (owner == null ? "wrote " : "updated ")
              + file
              + (" (current context: " + cluster + before + ")\n  next: ")
              + Command.of("kubectl", "--kubeconfig", file.toString(), "get", "nodes").display());
    }

    private static KvmcoreException refused(String name, @Nullable String why) {
      return KvmcoreException.settings(List.of("--output-file " + name + ": " + why));
    }
  }
}
