package io.github.kvmcore.cli.remote;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.FileFacts;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.model.ClusterFolder;
import io.github.kvmcore.model.MachineTag;
import io.github.kvmcore.model.SecretFiles;
import io.github.kvmcore.tool.SshKeygen;
import java.nio.file.Path;
import java.util.Optional;

/** The ssh host key that kvmcore gave a machine: known to who may read the cluster's secrets. */
final class GivenHostKey {

  private final Session session;
  private final Path file;

  GivenHostKey(Session session, MachineTag tag) {
    this.session = session;
    Path secrets = new ClusterFolder(tag.storage()).secrets(tag.cluster());
    this.file = new SecretFiles(secrets).hostPublicKey(tag.name());
  }

  /**
   * Type and key. Empty where there is none, where this user may not see it, and where others than
   * root and this user could have written it.
   */
  Optional<String> read() {
    HostFiles files = session.outside().files();
    boolean plain = files.stat(file).filter(FileFacts::isFile).isPresent();
    return plain && files.untrusted(file).isEmpty()
        ? files.read(file).flatMap(SshKeygen::parsePublicKey)
        : Optional.empty();
  }
}
