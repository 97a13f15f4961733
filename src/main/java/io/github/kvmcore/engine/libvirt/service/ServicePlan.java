package io.github.kvmcore.engine.libvirt.service;

import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.machine.HostKeys;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.config.ConfigKind;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.storage.SecretFiles;
import io.github.kvmcore.render.Profiles;
import io.github.kvmcore.render.Services;
import io.github.kvmcore.spec.ServiceSettings;
import io.github.kvmcore.spec.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what the machines that are made run, and with which secrets. */
public final class ServicePlan {
  private final Settings settings;
  private final HostState hostState;
  private final Os os;
  private final String architecture;
  private final ConfigKind kind;
  private final List<Machine> missing;
  private final Optional<EtcdMembership> membership;
  private final Optional<K3sRoles> k3s;
  private final Secrets secrets;

  /**
   * What it is decided by.
   *
   * @param kind what configures the machines that are made
   * @param os the system of the image that machines are made from
   * @param architecture theirs
   * @param present the cluster's machines as they are, half-made ones too
   */
  public record Basis(
      Settings settings,
      HostState hostState,
      HostFacts facts,
      Profiles profiles,
      ConfigKind kind,
      Os os,
      String architecture,
      Collection<Domain> present,
      List<Machine> missing) {
    private boolean wants(String variable) {
      return profiles.mentions(settings.profile(), kind, variable);
    }

    /** Whether no machine of the cluster stays as it is. */
    private boolean isNew() {
      Set<String> made = missing.stream().map(Machine::name).collect(Collectors.toSet());
      return present.stream().allMatch(domain -> made.contains(domain.name()));
    }

    private Optional<EtcdMembership> membership() {
      return profiles.hasEtcd(settings.profile(), kind)
          ? Optional.of(
              new EtcdMembership(settings, hostState, present, missing, wants("etcd_first")))
          : Optional.empty();
    }
  }

  public ServicePlan(Basis basis) {
    this.settings = basis.settings;
    this.hostState = basis.hostState;
    this.os = basis.os;
    this.architecture = basis.architecture;
    this.kind = basis.kind;
    this.missing = List.copyOf(basis.missing);
    this.membership = basis.membership();
    this.k3s =
        basis.wants("k3s_role")
            ? Optional.of(new K3sRoles(settings, hostState, basis.os, basis.present, missing))
            : Optional.empty();
    SecretFiles files = Secrets.files(settings, hostState);
    boolean certificates = kind == ConfigKind.IGNITION && basis.wants("etcd_tls");
    this.secrets =
        new Secrets(
            files,
            certificates && certificates(files),
            tokens(basis, files),
            k3s.map(K3sRoles::roles).orElse(Map.of()),
            HostKeys.NONE,
            Secrets.hasLoginKey(hostState, basis.facts, files, basis.isNew()));
  }

  /** A server that is there has its tokens for good: it takes no agent token any more. */
  private K3sTokens tokens(Basis basis, SecretFiles files) {
    if (!basis.wants("k3s_token") && !basis.wants("k3s_agent_token")) {
      return K3sTokens.NONE;
    }
    boolean known = hostState.files().contains(files.agentToken());
    boolean founded = k3s.filter(K3sRoles::hasServer).isPresent();
    return k3s.isPresent() && (known || !founded) ? K3sTokens.SEPARATE : K3sTokens.SHARED;
  }

  /** Members that are there can't be talked to in another way than they do. */
  private boolean certificates(SecretFiles files) {
    return isFounded()
        ? hostState.files().contains(files.authority())
        : settings.services().etcdTls();
  }

  private boolean isFounded() {
    return membership.filter(EtcdMembership::hasMembers).isPresent();
  }

  public Optional<EtcdMembership> membership() {
    return membership;
  }

  /** What makes it impossible, beyond what etcd wants. */
  public List<String> mistakes() {
    return k3s.map(K3sRoles::mistakes).orElse(List.of());
  }

  /** What machines that are made fetch; empty where they have no k3s. */
  public Optional<K3sDownload> download() {
    return k3s.isEmpty() || missing.isEmpty()
        ? Optional.empty()
        : Optional.of(K3sDownload.of(settings.services(), os, architecture));
  }

  public List<String> notes(Goal goal) {
    List<String> notes = new ArrayList<>();
    membership.map(it -> it.notes(goal, etcdNotes())).ifPresent(notes::addAll);
    k3s.map(K3sRoles::notes).ifPresent(notes::addAll);
    if (secrets.tokens() == K3sTokens.SHARED) {
      k3s.flatMap(K3sRoles::sharedToken).ifPresent(notes::add);
    }
    boolean differs =
        kind == ConfigKind.IGNITION
            && isFounded()
            && !missing.isEmpty()
            && settings.services().etcdTls() != secrets.tls();
    if (differs) {
      notes.add(
          "etcd was founded "
              + (secrets.tls() ? "with" : "without")
              + " certificates, and so are the members that join it");
    }
    return notes;
  }

  private EtcdNotes etcdNotes() {
    return new EtcdNotes(setup(), secrets.tls() ? secrets.files() : null);
  }

  private EtcdNotes.Setup setup() {
    if (membership.filter(EtcdMembership::isFleet).isPresent()) {
      return EtcdNotes.Setup.FLEET;
    }
    if (kind != ConfigKind.IGNITION) {
      return EtcdNotes.Setup.CLOUD_CONFIG;
    }
    return os == Os.FCOS ? EtcdNotes.Setup.QUADLET : EtcdNotes.Setup.FLATCAR;
  }

  public Secrets secrets() {
    return secrets;
  }

  /**
   * The steps that make the secrets.
   *
   * @param all with what the machines have besides
   */
  public SecretSteps steps(Goal goal, Secrets all) {
    boolean founds = membership.isPresent() && !isFounded();
    return new SecretSteps(hostState, settings.cluster(), all, founds, goal.now());
  }

  /**
   * What templates are told.
   *
   * @param all as for {@link #steps}
   * @param machines those that are told of their secrets
   */
  public Services services(Secrets all, List<Machine> machines) {
    ServiceSettings wanted = settings.services();
    K3sDownload download = K3sDownload.of(wanted, os, architecture);
    Map<String, Map<String, String>> words = new LinkedHashMap<>();
    machines.forEach(machine -> words.put(machine.name(), all.words(machine)));
    return new Services(
        secrets.tls(),
        wanted.etcdImage(),
        k3s.map(K3sRoles::starts).orElse(Map.of()),
        new Services.Download(wanted.k3sVersion(), download.url(), hash(download.digest())),
        words);
  }

  /** As Ignition writes it. */
  private static String hash(@Nullable Digest digest) {
    return digest == null ? "" : digest.toString().replace(':', '-');
  }
}
