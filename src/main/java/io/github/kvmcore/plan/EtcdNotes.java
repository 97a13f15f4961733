package io.github.kvmcore.plan;

import io.github.kvmcore.model.EtcdStart;
import io.github.kvmcore.model.Machine;

/** What has to be done by hand where a machine is added to an etcd cluster that runs already. */
final class EtcdNotes {
  private static final String DROP_IN = "/etc/systemd/system/etcd-member.service.d/20-kvmcore.conf";

  private static final String REMOVE =
      "etcdctl member remove ID, with the ID that etcdctl member list says";

  private EtcdNotes() {}

  /**
   * The note for a machine.
   *
   * @param member one whose etcd runs
   * @param fleet whether it is etcd 0.4, which takes in whoever asks
   */
  static String of(Machine machine, Machine member, EtcdStart start, boolean fleet) {
    if (fleet) {
      return machine.name()
          + ": joins the etcd that runs; if it was a member before, first remove the old one: curl"
          + " -L -X DELETE http://"
          + member.address()
          + ":7001/v2/admin/machines/"
          + machine.name();
    }
    return start.founding() ? replaced(machine, member) : added(machine, member);
  }

  private static String added(Machine machine, Machine member) {
    return machine.name()
        + ": its etcd waits; on "
        + member.name()
        + " run "
        + add(machine)
        + " (where it was a member before, first "
        + REMOVE
        + "), then on "
        + machine.name()
        + " sudo systemctl start etcd-member; one machine after the other";
  }

  /** etcd takes in a founder that never ran, and by itself refuses one whose data is gone. */
  private static String replaced(Machine machine, Machine member) {
    return machine.name()
        + ": founds etcd with the others; if it was a member already, etcd refuses it until it is"
        + " replaced: on "
        + member.name()
        + " run "
        + REMOVE
        + ", then "
        + add(machine)
        + "; on "
        + machine.name()
        + " then run sudo sed -i s/STATE=new/STATE=existing/ "
        + DROP_IN
        + " && sudo systemctl daemon-reload && sudo systemctl restart etcd-member";
  }

  private static String add(Machine machine) {
    return "etcdctl member add "
        + machine.name()
        + " --peer-urls=http://"
        + machine.address()
        + ":2380";
  }
}
