package io.github.kvmcore.engine.libvirt.service;

import io.github.kvmcore.engine.libvirt.machine.HostKeys;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.config.ConfigKind;
import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.SecretFiles;
import io.github.kvmcore.plan.SecretRef;
import io.github.kvmcore.plan.ownership.StorageRecord;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is secret of a cluster, and which machine gets it.
 *
 * @param files where it is
 * @param tls whether etcd's members have certificates
 * @param tokens the tokens of k3s that there are
 * @param roles the roles in k3s of the machines that are made, by name
 * @param hostKeys the machines that get their ssh host key
 * @param loginKey whether the cluster has a key of its own to log in with
 */
public record Secrets(
    SecretFiles files,
    boolean tls,
    K3sTokens tokens,
    Map<String, K3sRole> roles,
    HostKeys hostKeys,
    boolean loginKey) {
  /** The same where these machines get their ssh host key. */
  public Secrets withHostKeys(HostKeys all) {
    return new Secrets(files, tls, tokens, roles, all, loginKey);
  }

  /**
   * Whether the cluster has a key to log in with: from its first machine on, or never. Machines
   * that were made without it would not take it.
   *
   * @param empty whether the cluster has no machine yet
   */
  static boolean hasLoginKey(
      HostState hostState, HostFacts facts, SecretFiles files, boolean empty) {
    return hostState.files().contains(files.loginPublicKey())
        ? hostState.files().contains(files.loginKey())
        : empty && facts.sshKeygen();
  }

  /** What stands for the cluster's public key among the keys that may log in. */
  public Stream<SecretRef> login() {
    return loginKey
        ? Stream.of(SecretRef.of(SecretRef.Form.LINE, files.loginPublicKey()))
        : Stream.of();
  }

  /** The folder that the cluster has; where it has none, one beside its claims. */
  static SecretFiles files(Settings settings, HostState hostState) {
    Path own = new ClusterFolder(settings.storageDir()).secrets(settings.cluster());
    return new SecretFiles(
        hostState.storages().stream()
            .map(storage -> new ClusterFolder(storage.folder()).secrets(settings.cluster()))
            .filter(folder -> present(hostState).contains(folder))
            .findFirst()
            .orElse(own));
  }

  private static List<Path> present(HostState hostState) {
    return hostState.storages().stream().flatMap(it -> it.secrets().stream()).toList();
  }

  /** The files that a machine's configuration may hold: those that its role needs. */
  private Set<Path> of(Machine machine) {
    Set<Path> files = new LinkedHashSet<>();
    if (tls) {
      files.add(this.files.authority());
      files.add(this.files.member(machine.name()));
      files.add(this.files.memberKey(machine.name()));
    }
    boolean agent = roles.get(machine.name()) == K3sRole.AGENT;
    if (tokens == K3sTokens.SHARED || (tokens == K3sTokens.SEPARATE && !agent)) {
      files.add(this.files.token());
    }
    if (tokens == K3sTokens.SEPARATE) {
      files.add(this.files.agentToken());
    }
    return files;
  }

  /** What says that the folder is kvmcore's: it lies beside the claims. */
  StorageRecord record() {
    Path claims = Objects.requireNonNull(files.folder().getParent());
    return StorageRecord.planned(Objects.requireNonNull(claims.getParent()), List.of());
  }

  /**
   * What stands for these files in a configuration that may hold them.
   *
   * @param hostKey see {@link #takesHostKey}
   */
  public List<SecretRef> secretRefs(Machine machine, ConfigKind kind, boolean hostKey) {
    Stream<SecretRef> services =
        kind == ConfigKind.IGNITION ? of(machine).stream().map(SecretRef::of) : Stream.of();
    Stream<SecretRef> host =
        hostKey
            ? Stream.of(files.hostKey(machine.name()), files.hostPublicKey(machine.name()))
                .map(file -> SecretRef.of(HostKeys.form(kind), file))
            : Stream.of();
    return Stream.of(login(), services, host).flatMap(it -> it).toList();
  }

  /** Whether a machine gets its ssh host key by this configuration. */
  public boolean takesHostKey(Machine machine, ConfigKind kind, String text) {
    return hostKeys.has(machine)
        && text.contains(
            SecretRef.of(HostKeys.form(kind), files.hostKey(machine.name())).placeholder());
  }

  /**
   * The words by which templates name files, those of other roles too: a template that puts one of
   * them into a machine that may not have it is refused by the file's name.
   */
  Map<String, String> words(Machine machine) {
    Map<String, Path> words = new LinkedHashMap<>();
    if (tls) {
      words.put("etcd_ca", files.authority());
      words.put("etcd_certificate", files.member(machine.name()));
      words.put("etcd_key", files.memberKey(machine.name()));
    }
    if (tokens != K3sTokens.NONE) {
      words.put("k3s_token", files.token());
    }
    if (tokens == K3sTokens.SEPARATE) {
      words.put("k3s_agent_token", files.agentToken());
    }
    if (hostKeys.has(machine)) {
      words.put("ssh_host_key", files.hostKey(machine.name()));
      words.put("ssh_host_public_key", files.hostPublicKey(machine.name()));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    words.forEach((name, file) -> texts.put(name, SecretRef.word(file)));
    return texts;
  }
}
