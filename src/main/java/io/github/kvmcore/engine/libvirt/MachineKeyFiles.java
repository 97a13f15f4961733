package io.github.kvmcore.engine.libvirt;

import io.github.kvmcore.engine.MachineKeys;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.SecretFiles;
import io.github.kvmcore.tool.ssh.SshKeygen;
import java.nio.file.Path;
import java.util.Optional;

/** The ssh keys of a machine, in the folder with its cluster's secrets. */
final class MachineKeyFiles implements MachineKeys {
  private final HostFiles files;
  private final SecretFiles secrets;
  private final String machine;

  /**
   * @param storage the folder with the machine's disk
   */
  MachineKeyFiles(HostFiles files, Path storage, String cluster, String machine) {
    this.files = files;
    this.secrets = new SecretFiles(new ClusterFolder(storage).secrets(cluster));
    this.machine = machine;
  }

  @Override
  public Optional<String> hostKey() {
    return trusted(secrets.hostPublicKey(machine))
        .flatMap(files::read)
        .flatMap(SshKeygen::parsePublicKey);
  }

  @Override
  public Optional<Path> loginKey() {
    return trusted(secrets.loginKey());
  }

  private Optional<Path> trusted(Path file) {
    boolean plain = files.stat(file).filter(FileFacts::isFile).isPresent();
    return plain && files.untrusted(file).isEmpty() ? Optional.of(file) : Optional.empty();
  }
}
