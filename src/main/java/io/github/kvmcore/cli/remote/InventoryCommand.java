package io.github.kvmcore.cli.remote;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.report.AnsibleInventory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore inventory}: also what bin/kvmcore-inventory runs for Ansible. */
@Parameters(
    commandDescription =
        "print an Ansible inventory of the machines; bin/kvmcore-inventory is an inventory script")
public final class InventoryCommand extends Subcommand {
  @Parameter(
      names = "--format",
      order = 20,
      description = "ini|yaml|json: format; json is that of inventory scripts (default: ini)")
  @Nullable String form;

  @Parameter(names = "--list", order = 21, description = "the same as --format json, for Ansible")
  boolean list;

  @Parameter(
      names = "--host",
      order = 22,
      description = "MACHINE: print the variables of one machine, for Ansible")
  @Nullable String host;

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  protected ExitCode run(Session session) {
    String wanted = wanted();
    ClusterMachines machines = ClusterMachines.read(session);
    String name = host == null ? "" : machines.one(host).name();
    AnsibleInventory inventory = inventory(session, machines);
    session.print(
        switch (wanted) {
          case "ini" -> inventory.ini();
          case "yaml" -> inventory.yaml();
          case "json" -> inventory.list();
          default -> inventory.host(name);
        });
    if (machines.all().isEmpty()) {
      session.say(machines.emptyNote());
    }
    return ExitCode.DONE;
  }

  /** {@code ini}, {@code yaml}, {@code json} or {@code host}. */
  private String wanted() {
    List<String> ways = new ArrayList<>();
    if (form != null) {
      ways.add(form);
    }
    if (common.output() != null) {
      ways.add(common.output().toString());
    }
    if (list) {
      ways.add("json");
    }
    if (ways.stream().distinct().count() > 1 || (host != null && !ways.isEmpty())) {
      throw KvmcoreException.usage("inventory takes one of --format, --list and --host");
    }
    if (host != null) {
      return "host";
    }
    String way = ways.isEmpty() ? "ini" : ways.get(0);
    if (!List.of("ini", "yaml", "json").contains(way)) {
      throw KvmcoreException.usage("inventory prints ini, yaml or json, not " + way);
    }
    return way;
  }

  private static AnsibleInventory inventory(Session session, ClusterMachines machines) {
    SshTargets targets = new SshTargets(session, machines);
    List<AnsibleInventory.Host> hosts = new ArrayList<>();
    List<MachineState> all = machines.all();
    List<MachineDetails> details = machines.details(all);
    for (int i = 0; i < all.size(); i++) {
      hosts.add(new AnsibleInventory.Host(details.get(i), targets.of(all.get(i)).orElse(null)));
    }
    return new AnsibleInventory(session.settings().cluster(), hosts);
  }
}
