package io.github.kvmcore.plan;

import io.github.kvmcore.host.HostState;
import io.github.kvmcore.model.ClusterFolder;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.model.SecretFiles;
import io.github.kvmcore.plan.ownership.StorageRecord;
import io.github.kvmcore.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is secret of a cluster, and who is told of it.
 *
 * @param files where it is
 * @param tls whether etcd's members have certificates
 * @param token whether there is a token of k3s's
 */
record Secrets(SecretFiles files, boolean tls, boolean token) {
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

  /**
   * The files that a machine's configuration may hold, by the names that templates have for them.
   */
  private Map<String, Path> of(Machine machine) {
    Map<String, Path> files = new LinkedHashMap<>();
    if (tls) {
      files.put("etcd_ca", this.files.authority());
      files.put("etcd_certificate", this.files.member(machine.name()));
      files.put("etcd_key", this.files.memberKey(machine.name()));
    }
    if (token) {
      files.put("k3s_token", this.files.token());
    }
    return files;
  }

  /** What says that the folder is kvmcore's: it lies beside the claims. */
  StorageRecord record() {
    Path claims = Objects.requireNonNull(files.folder().getParent());
    return StorageRecord.planned(Objects.requireNonNull(claims.getParent()), List.of());
  }

  /** What stands for these files in a configuration. */
  List<Splice> splices(Machine machine) {
    return of(machine).values().stream().map(Splice::of).toList();
  }

  /** The words by which templates name them. */
  Map<String, String> words(Machine machine) {
    Map<String, String> words = new LinkedHashMap<>();
    of(machine).forEach((name, file) -> words.put(name, Splice.word(file)));
    return words;
  }
}
