package io.github.kvmcore.engine.libvirt.service;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.SecretFiles;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.tool.Openssl;
import io.github.kvmcore.tool.ssh.SshKeygen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The steps that make what is secret. What is the cluster's is made once; a member's key and
 * certificate are made with the machine, as its address is in them.
 */
public final class SecretSteps {
  public static final String ID = "secrets";

  /** Ten years: longer than such a cluster lives, as nothing renews them while it does. */
  static final int DAYS = 3650;

  private static final String MEMBERS = "serverAuth, clientAuth";

  private final HostState hostState;
  private final String cluster;
  private final Secrets secrets;
  private final SecretFiles files;
  private final boolean founds;
  private final String now;

  /**
   * @param founds whether etcd has no member yet
   * @param now the time, ISO 8601 in UTC
   */
  SecretSteps(HostState hostState, String cluster, Secrets secrets, boolean founds, String now) {
    this.hostState = hostState;
    this.cluster = cluster;
    this.secrets = secrets;
    this.files = secrets.files();
    this.founds = founds;
    this.now = now;
  }

  /**
   * What is the cluster's, as far as it is missing; empty where nothing is.
   *
   * @param hostKeys whether machines put keys of theirs beside it
   */
  public Optional<Step> cluster(boolean hostKeys) {
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.MakeDirectory(files.folder(), 0700));
    if (secrets.tls()) {
      make(actions, files.authorityKey(), Openssl.key());
      make(
          actions,
          files.authority(),
          Openssl.authority("etcd of " + cluster, files.authorityKey(), DAYS));
      make(actions, files.clientKey(), Openssl.key());
      if (isMissing(files.client())) {
        certificate(actions, "client", files.clientKey(), files.client(), "clientAuth", "");
      }
    }
    if (founds && !secrets.tls()) {
      forget(actions);
    }
    if (secrets.tokens() != K3sTokens.NONE) {
      make(actions, files.token(), Openssl.token());
    }
    if (secrets.tokens() == K3sTokens.SEPARATE) {
      make(actions, files.agentToken(), Openssl.token());
    }
    boolean services = actions.size() > 1;
    if (secrets.loginKey() && isMissing(files.loginPublicKey())) {
      actions.addAll(
          newKey(files.loginKey(), files.loginPublicKey(), "kvmcore cluster " + cluster));
    }
    if (actions.size() == 1 && !hostKeys) {
      return Optional.empty();
    }
    Step step =
        new Step(
            ID,
            Phase.INIT,
            null,
            "secrets",
            actions,
            List.of(new Action.DeleteIfEmpty(secrets.record().own(files.folder()))),
            List.of("folders"));
    return Optional.of(services ? step : step.asMinor());
  }

  /** An authority that is there says that members have certificates: one of an earlier try. */
  private void forget(List<Action> actions) {
    List.of(files.authority(), files.authorityKey(), files.client(), files.clientKey()).stream()
        .filter(file -> !isMissing(file))
        .forEach(file -> actions.add(delete(file)));
  }

  private boolean isMissing(Path file) {
    return !hostState.files().contains(file);
  }

  /** Makes a file where there is none. */
  private void make(List<Action> actions, Path file, Command command) {
    if (isMissing(file)) {
      actions.addAll(whole(file, command));
    }
  }

  /** Under a temporary name first, so that a file of its name is always a whole one. */
  private List<Action> whole(Path file, Command command) {
    Path unfinished = ClusterFolder.unfinished(file);
    return List.of(
        delete(unfinished),
        new Action.Run(command.withOutputFile(unfinished)),
        new Action.Move(unfinished, file));
  }

  private void certificate(
      List<Action> actions, String name, Path key, Path certificate, String usage, String names) {
    Path request = files.folder().resolve(certificate.getFileName() + ".csr");
    Openssl.Signer signer = new Openssl.Signer(files.authority(), files.authorityKey());
    actions.addAll(whole(request, Openssl.request(name, key)));
    actions.addAll(
        whole(certificate, Openssl.sign(request, signer, serial(certificate), DAYS, usage, names)));
    actions.add(delete(request));
  }

  /** Another one for each certificate, also for one that is made again. */
  private String serial(Path certificate) {
    UUID uuid = Identity.uuid(cluster, certificate.getFileName() + " " + now);
    return uuid.toString().replace("-", "");
  }

  /** The key and certificate of a member that is made; empty where it has none. */
  public Optional<Step> member(Machine machine, List<String> after) {
    Ipv4Address address = machine.address();
    if (!secrets.tls() || address == null) {
      return Optional.empty();
    }
    Path key = files.memberKey(machine.name());
    Path certificate = files.member(machine.name());
    List<Action> actions = new ArrayList<>(whole(key, Openssl.key()));
    String names = "DNS:" + machine.name() + ", DNS:localhost, IP:" + address + ", IP:127.0.0.1";
    certificate(actions, machine.name(), key, certificate, MEMBERS, names);
    return Optional.of(
        new Step(
                id(machine),
                Phase.INIT,
                machine.name(),
                "certificate",
                actions,
                List.of(delete(certificate), delete(key)),
                after)
            .asMinor());
  }

  /**
   * The ssh host key of a machine that is made. An earlier one goes first, so that a private key
   * that is there always belongs to the public one; where the machine makes its own, one that is
   * left must not speak for it.
   *
   * @param taken whether the machine's config has it
   */
  public Optional<Step> hostKey(Machine machine, boolean taken, List<String> after) {
    boolean fresh = taken && secrets.hostKeys().isNew(machine);
    List<Action> actions = new ArrayList<>();
    if (!taken || fresh) {
      files.ofHostKey(machine.name()).stream()
          .filter(file -> !isMissing(file))
          .forEach(file -> actions.add(delete(file)));
    }
    if (fresh) {
      actions.addAll(
          newKey(
              files.hostKey(machine.name()), files.hostPublicKey(machine.name()), machine.name()));
    }
    List<Action> undo =
        fresh ? files.ofHostKey(machine.name()).stream().map(this::delete).toList() : List.of();
    return actions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Step(
                    hostKeyId(machine),
                    Phase.INIT,
                    machine.name(),
                    "ssh host key",
                    actions,
                    undo,
                    after)
                .asMinor());
  }

  /**
   * ssh-keygen would ask before it writes over a file, and makes a public key that all can read.
   * The public key comes last: where it is, the private one is.
   */
  private List<Action> newKey(Path key, Path publicKey, String comment) {
    Path unfinished = ClusterFolder.unfinished(key);
    Path unfinishedPublic = SshKeygen.publicKey(unfinished);
    return List.of(
        delete(unfinished),
        new Action.WriteFile(unfinishedPublic, "", 0600, null),
        new Action.Run(SshKeygen.newKey(unfinished, comment)),
        new Action.Move(unfinished, key),
        new Action.Move(unfinishedPublic, publicKey));
  }

  private Action delete(Path path) {
    return new Action.Delete(secrets.record().own(path));
  }

  public static String id(Machine machine) {
    return "secret:" + machine.name();
  }

  public static String hostKeyId(Machine machine) {
    return "host-key:" + machine.name();
  }
}
