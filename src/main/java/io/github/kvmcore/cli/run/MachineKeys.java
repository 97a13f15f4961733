package io.github.kvmcore.cli.run;

import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.SecretFiles;
import io.github.kvmcore.tool.ssh.SshKeygen;
import java.nio.file.Path;
import java.util.Optional;

/** The ssh keys that kvmcore made for a machine: known to who may read its cluster's secrets. */
public final class MachineKeys {
  private final HostFiles files;
  private final SecretFiles secrets;
  private final String machine;

  /**
   * @param storage the folder with the machine's disk
   */
  public MachineKeys(HostFiles files, Path storage, String cluster, String machine) {
    this.files = files;
    this.secrets = new SecretFiles(new ClusterFolder(storage).secrets(cluster));
    this.machine = machine;
  }

  /**
   * Type and key of the machine's host key. Empty if there is none, if this user may not see it,
   * and if others than root and this user could have written it.
   */
  public Optional<String> hostKey() {
    return trusted(secrets.hostPublicKey(machine))
        .flatMap(files::read)
        .flatMap(SshKeygen::parsePublicKey);
  }

  /** The file of the private key that logs in to it; empty in the same cases. */
  public Optional<Path> loginKey() {
    return trusted(secrets.loginKey());
  }

  private Optional<Path> trusted(Path file) {
    boolean plain = files.stat(file).filter(FileFacts::isFile).isPresent();
    return plain && files.untrusted(file).isEmpty() ? Optional.of(file) : Optional.empty();
  }
}
