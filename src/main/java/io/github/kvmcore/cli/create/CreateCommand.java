package io.github.kvmcore.cli.create;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.options.Flags;
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
    commandDescription =
        "make the machines of a cluster that are missing, and wait for all of them")
public final class CreateCommand extends ClusterSpecCommand {
  @ParametersDelegate final PhaseOptions steps = new PhaseOptions();

  @Parameter(
      names = "--force-download",
      order = 25,
      description = "fetch the image even where it is in the cache")
  boolean forceDownload;

  @Parameter(
      names = "--wait",
      order = 39,
      description = "none|running|address|ssh: how far all machines must get (ssh)")
  @Nullable String waitFor;

  @Parameter(
      names = "--timeout",
      order = 40,
      description = "TIME: how long machines may take to get that far (300s)")
  @Nullable String timeout;

  @Parameter(
      names = "--ttl",
      order = 41,
      description = "TIME|never: how long the cluster is wanted, as 8h or 7d; then reap removes it")
  @Nullable String ttl;

  @Parameter(
      names = "--setup",
      order = 43,
      description =
          "first give the host what it lacks: packages, libvirtd, the network that"
              + " vm_network_name names")
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
