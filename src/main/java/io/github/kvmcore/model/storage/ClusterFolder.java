package io.github.kvmcore.model.storage;

import java.nio.file.Path;

/**
 * Where kvmcore keeps what it must know of a storage folder: {@code .kvmcore/} in it holds a claim
 * for each machine, and the list of the folders that kvmcore made.
 *
 * @param storage the folder that holds the disks
 */
public record ClusterFolder(Path storage) {
  /** The name of the folder with the claims. */
  public static final String CLAIMS = ".kvmcore";

  /** End of a claim's file name, behind the machine's name. */
  public static final String CLAIM_SUFFIX = ".xml";

  /** End of the file name of a network's XML, behind the cluster's name. */
  public static final String NETWORK_SUFFIX = ".network";

  /** End of the file name of a list of shared logical volumes, behind the cluster's name. */
  public static final String VOLUMES_SUFFIX = ".volumes";

  /** Beginning of the name of a folder with secrets, before the cluster's name. */
  public static final String SECRETS_PREFIX = "secrets-";

  /** Mode of folders that QEMU has to pass through. */
  public static final int MODE = 0711;

  /** The name under which a file is made, until it is whole. */
  public static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /** The folder with the claims. */
  public Path claims() {
    return storage.resolve(CLAIMS);
  }

  /** A machine's claim: its domain XML. */
  public Path claim(String machine) {
    return claims().resolve(machine + CLAIM_SUFFIX);
  }

  /**
   * The XML of a cluster's own network, for virsh to read. It is there until all is done about the
   * network.
   */
  public Path network(String cluster) {
    return claims().resolve(cluster + NETWORK_SUFFIX);
  }

  /** A line for each folder that kvmcore made, parents first. */
  public Path madeFolders() {
    return claims().resolve("folders");
  }

  /**
   * A line, {@code GROUP/NAME}, for each logical volume that kvmcore made for a cluster's machines.
   */
  public Path madeVolumes(String cluster) {
    return claims().resolve(cluster + VOLUMES_SUFFIX);
  }

  /** What must stay secret of a cluster, for its machines' whole life; of mode 0700. */
  public Path secrets(String cluster) {
    return claims().resolve(SECRETS_PREFIX + cluster);
  }

  /** Where the content of an ISO config drive is gathered. */
  public Path driveContent(String machine) {
    return claims().resolve(machine + ".drive");
  }
}
