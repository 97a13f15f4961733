package io.github.kvmcore.engine.libvirt.service;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.machine.EtcdStart;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.storage.SecretFiles;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done by hand where a machine is added to an etcd cluster that runs already, and
 * how etcd is talked to.
 *
 * @param setup how etcd is set up on the machines that are made
 * @param tls where the operator's certificate is; null: etcd asks for none
 */
record EtcdNotes(Setup setup, @Nullable SecretFiles tls) {
  private static final String REMOVE =
      "member remove ID, with the ID that etcdctl member list says";

  /** How etcd is set up. */
  enum Setup {
    /** etcd 0.4, which takes in whoever asks. */
    FLEET("etcd", ""),
    /** By cloud-config: a unit that is enabled and not started. */
    CLOUD_CONFIG("etcd-member", "/etc/systemd/system/etcd-member.service.d/20-kvmcore.conf"),
    /** By Ignition, on Flatcar: a unit that waits for a file. */
    FLATCAR("etcd-member", "/etc/systemd/system/etcd-member.service.d/20-kvmcore.conf"),
    /** By Ignition, on Fedora CoreOS: the same, made by podman. */
    QUADLET("etcd", "/etc/containers/systemd/etcd.container");

    private final String unit;
    private final String file;

    Setup(String unit, String file) {
      this.unit = unit;
      this.file = file;
    }

    private String start() {
      String wait = this == CLOUD_CONFIG ? "" : "sudo touch /etc/etcd/joined && ";
      return wait + "sudo systemctl start " + unit;
    }

    private String restartAsExisting() {
      return "sudo sed -i s/STATE=new/STATE=existing/ "
          + file
          + " && sudo systemctl daemon-reload && sudo systemctl restart "
          + unit;
    }
  }

  /**
   * The note for a machine.
   *
   * @param member one whose etcd runs
   */
  String of(Machine machine, Machine member, EtcdStart start) {
    if (setup == Setup.FLEET) {
      return machine.name()
          + ": joins the etcd that runs; if it was a member before, first remove the old one: curl"
          + " -L -X DELETE http://"
          + member.address()
          + ":7001/v2/admin/machines/"
          + machine.name();
    }
    return start.founding() ? replaced(machine, member) : added(machine, member);
  }

  /** How a new cluster is talked to; it says so where that takes a certificate. */
  String access(Machine member) {
    return "etcd answers who shows a certificate: " + etcdctl(member) + " endpoint health";
  }

  private String added(Machine machine, Machine member) {
    return machine.name()
        + ": its etcd waits; "
        + where(member)
        + " run "
        + etcdctl(member)
        + add(machine)
        + " (where it was a member before, first etcdctl "
        + REMOVE
        + "), then on "
        + machine.name()
        + " "
        + setup.start()
        + "; one machine after the other";
  }

  /** etcd takes in a founder that never ran, and by itself refuses one whose data is gone. */
  private String replaced(Machine machine, Machine member) {
    return machine.name()
        + ": founds etcd with the others; if it was a member already, etcd refuses it until it is"
        + " replaced: "
        + where(member)
        + " run "
        + etcdctl(member)
        + " "
        + REMOVE
        + ", then etcdctl"
        + add(machine)
        + "; on "
        + machine.name()
        + " then run "
        + setup.restartAsExisting();
  }

  private String where(Machine member) {
    return tls == null ? "on " + member.name() : "here";
  }

  private String etcdctl(Machine member) {
    return tls == null
        ? "etcdctl"
        : Command.of(
                "etcdctl",
                "--endpoints=https://" + member.address() + ":2379",
                "--cacert=" + tls.authority(),
                "--cert=" + tls.client(),
                "--key=" + tls.clientKey())
            .display();
  }

  private String add(Machine machine) {
    return " member add "
        + machine.name()
        + " --peer-urls="
        + (tls == null ? "http" : "https")
        + "://"
        + machine.address()
        + ":2380";
  }
}
