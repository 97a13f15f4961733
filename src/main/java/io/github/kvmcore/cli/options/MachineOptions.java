package io.github.kvmcore.cli.options;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of {@code create} that name the machines. */
@Parameters(separators = "=")
public final class MachineOptions {
  @Parameter(
      names = "--names",
      order = 20,
      description = "NAME,…: machines by name in place of a number, as web,db or node[01:16]")
  List<String> names = new ArrayList<>();

  @Parameter(
      names = "--inventory",
      order = 21,
      description = "FILE: an inventory of Ansible's that lists the machines, INI, YAML or JSON")
  @Nullable String inventory;

  @Parameter(
      names = "--group",
      order = 22,
      description = "NAME: the inventory's group that lists them (coreos_servers)")
  @Nullable String group;

  /** Takes those that were given. */
  public void addTo(Flags flags) {
    flags
        .add("--names", "vm_names", names.isEmpty() ? null : String.join(",", names))
        .add("--inventory", "inventory_file", inventory)
        .add("--group", "inventory_group", group);
  }
}
