package io.github.kvmcore.cli.run;

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
public final class GivenHostKey {

  private final Session session;
  private final Path file;

  public GivenHostKey(Session session, MachineTag tag) {
    this(session, tag.storage(), tag.cluster(), tag.name());
  }

  /**
   * That of a machine which may be in the making.
   *
   * @param storage the folder with the cluster's claims
   */
  GivenHostKey(Session session, Path storage, String cluster, String machine) {
    this.session = session;
    Path secrets = new ClusterFolder(storage).secrets(cluster);
    this.file = new SecretFiles(secrets).hostPublicKey(machine);
  }

  /**
   * Type and key. Empty where there is none, where this user may not see it, and where others than
   * root and this user could have written it.
   */
  public Optional<String> read() {
    HostFiles files = session.outside().files();
    boolean plain = files.stat(file).filter(FileFacts::isFile).isPresent();
    return plain && files.untrusted(file).isEmpty()
        ? files.read(file).flatMap(SshKeygen::parsePublicKey)
        : Optional.empty();
  }
}
