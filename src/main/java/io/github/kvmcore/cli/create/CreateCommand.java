package io.github.kvmcore.cli.create;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.options.Flags;
import io.github.kvmcore.cli.options.OptionGroup;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.Lock;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Phase;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore create [N]}. */
@Parameters(
    commandDescription = "create the missing machines of a cluster, and wait until they are ready")
public final class CreateCommand extends ClusterSpecCommand {
  @ParametersDelegate final PhaseOptions steps = new PhaseOptions();

  @Parameter(
      names = "--force-download",
      order = 25,
      category = OptionGroup.IMAGE,
      description = "download the image even if it is cached")
  boolean forceDownload;

  @Parameter(
      names = "--wait",
      order = 39,
      category = OptionGroup.RUN,
      description =
          "none|running|address|ssh: wait until machines run, have an address, or answer on ssh")
  @Nullable String waitFor;

  @Parameter(
      names = "--timeout",
      order = 40,
      category = OptionGroup.RUN,
      description = "TIME: how long to wait for each machine")
  @Nullable String timeout;

  @Parameter(
      names = "--ttl",
      order = 41,
      category = OptionGroup.RUN,
      description =
          "TIME|never: lifetime of the cluster, for example 8h or 7d; then reap removes it")
  @Nullable String ttl;

  @Parameter(
      names = "--setup",
      order = 43,
      category = OptionGroup.RUN,
      description =
          "first install missing packages, start libvirtd, and create the network of --network")
  boolean setup;

  /** Without options yet, which JCommander fills in. */
  public CreateCommand() {
    super("create");
  }

  @Override
  void addTo(Flags flags) {
    flags
        .add("--force-download", "force_download", forceDownload)
        .add("--wait", "vm_wait", waitFor)
        .add("--timeout", "vm_startup_timeout", timeout)
        .add("--ttl", "vm_ttl", ttl);
  }

  @Override
  protected boolean changesHost() {
    return true;
  }

  @Override
  protected ExitCode run(Session session) {
    session
        .engine()
        .connectionMistake()
        .ifPresent(
            why -> {
              throw KvmcoreException.settings(List.of("connect: " + why));
            });
    Set<Phase> chosen = steps.steps();
    OwnConfigFiles own = OwnConfigFiles.read(session);
    if (setup) {
      session.setUpHost();
    }
    if (common.dryRun()) {
      return new Creation(session, chosen, own, null).run();
    }
    try (Lock lock = session.engine().lock("create")) {
      return new Creation(session, chosen, own, lock).run();
    }
  }
}
