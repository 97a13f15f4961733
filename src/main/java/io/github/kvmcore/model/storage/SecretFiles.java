package io.github.kvmcore.model.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a cluster that only its operator and its machines may know, each of mode 0600. One
 * that has its name is whole: it is made as {@code ….part} and renamed.
 *
 * @param folder see {@link ClusterFolder#secrets}
 */
public record SecretFiles(Path folder) {
  /** What no machine's name has before it. */
  private static final String MEMBER = "etcd-member-";

  private static final String HOST = "ssh-host-";

  /** The certificate of the authority that signs what etcd's members and clients show. */
  public Path authority() {
    return folder.resolve("etcd-ca.crt");
  }

  /** The authority's key, which never leaves the host. */
  public Path authorityKey() {
    return folder.resolve("etcd-ca.key");
  }

  /** The operator's certificate, for etcdctl. */
  public Path client() {
    return folder.resolve("etcd-client.crt");
  }

  public Path clientKey() {
    return folder.resolve("etcd-client.key");
  }

  /** The certificate of a machine's etcd, for its clients and for the other members. */
  public Path member(String machine) {
    return folder.resolve(MEMBER + machine + ".crt");
  }

  public Path memberKey(String machine) {
    return folder.resolve(MEMBER + machine + ".key");
  }

  /** The private key with which whoever may read it logs in to every machine of the cluster. */
  public Path loginKey() {
    return folder.resolve("ssh-login.key");
  }

  /** Its public key, one line, which the machines get beside the user's own. */
  public Path loginPublicKey() {
    return folder.resolve("ssh-login.pub");
  }

  /** The private key by which a machine proves to ssh that it is that machine. */
  public Path hostKey(String machine) {
    return folder.resolve(HOST + machine + ".key");
  }

  /** What ssh knows the machine by: a line as in {@code ssh_host_ed25519_key.pub}. */
  public Path hostPublicKey(String machine) {
    return folder.resolve(HOST + machine + ".pub");
  }

  /** The host key's files, half-made ones too. */
  public List<Path> ofHostKey(String machine) {
    return files(HOST + machine, ".key", ".pub", ".key.part", ".key.part.pub");
  }

  /** All files of a machine, half-made ones too. */
  public List<Path> ofMachine(String machine) {
    List<Path> member =
        files(
            MEMBER + machine,
            ".crt",
            ".key",
            ".crt.csr",
            ".crt.part",
            ".key.part",
            ".crt.csr.part");
    return Stream.concat(member.stream(), ofHostKey(machine).stream()).toList();
  }

  private List<Path> files(String name, String... ends) {
    return Stream.of(ends).map(end -> folder.resolve(name + end)).toList();
  }

  /** What a server shows to k3s to be let in. It lets agents in as well, so agents never get it. */
  public Path token() {
    return folder.resolve("k3s-token");
  }

  /** What an agent shows to k3s to be let in; no server is let in by it. */
  public Path agentToken() {
    return folder.resolve("k3s-agent-token");
  }
}
