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
      category = OptionGroup.MACHINES,
      description =
          "NAME,…: create machines with these names instead of a number, for example web,db or node[01:16]")
  List<String> names = new ArrayList<>();

  @Parameter(
      names = "--inventory",
      order = 21,
      category = OptionGroup.MACHINES,
      description = "FILE: Ansible inventory (INI, YAML or JSON) that lists the machines")
  @Nullable String inventory;

  @Parameter(
      names = "--group",
      order = 22,
      category = OptionGroup.MACHINES,
      description = "NAME: group of the inventory that lists the machines")
  @Nullable String group;

  /** Takes those that were given. */
  public void addTo(Flags flags) {
    flags
        .add("--names", "vm_names", names.isEmpty() ? null : String.join(",", names))
        .add("--inventory", "inventory_file", inventory)
        .add("--group", "inventory_group", group);
  }
}
