package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.libvirt.read.Need;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What sets up a host, as data. Pure.
 *
 * <p>What comes later can only be planned when the earlier is done: how libvirt is started is known
 * when it is installed, and what networks it has when it runs. So a plan goes as far as the
 * situation shows, and {@link Setup} plans again until there is nothing left to do.
 */
final class SetupPlan {
  private SetupPlan() {}

  /**
   * The next steps; empty where the host has all that it can be given.
   *
   * @throws KvmcoreException of the host, where packages are missing and nothing is known that
   *     installs them
   */
  static List<SetupStep> of(SetupSituation situation) {
    if (!situation.missing().isEmpty()) {
      return install(situation);
    }
    if (!situation.reachable()) {
      return List.of(new SetupStep("start libvirt", situation.daemons().start()));
    }
    return network(situation);
  }

  private static List<SetupStep> install(SetupSituation situation) {
    PackageFamily family = situation.family();
    if (family == null) {
      throw KvmcoreException.host(
          "can't install what is missing: this host has neither apt-get nor dnf nor zypper\n"
              + "  missing: "
              + String.join(", ", situation.missing().stream().map(Need::title).toList())
              + "\n  next: install them with its own package program, then kvmcore doctor");
    }
    List<SetupStep> steps = new ArrayList<>();
    if (!situation.packageLists()) {
      family
          .refresh()
          .ifPresent(
              command -> steps.add(new SetupStep("fetch the package lists", List.of(command))));
    }
    List<String> packages = family.packages(situation.missing(), situation.architecture());
    steps.add(
        new SetupStep("install " + String.join(" ", packages), List.of(family.install(packages))));
    return steps;
  }

  /** Only libvirt's own network can be made; of another kvmcore does not know what it should be. */
  private static List<SetupStep> network(SetupSituation situation) {
    String name = situation.network();
    if (name == null || !(situation.networkDefined() || name.equals("default"))) {
      return List.of();
    }
    Virsh virsh = new Virsh(situation.uri());
    List<Command> commands = new ArrayList<>();
    if (!situation.networkDefined()) {
      commands.add(virsh.netDefine(Path.of(NetworkChecks.DEFAULT_XML)));
    }
    commands.add(virsh.netStart(name));
    return List.of(new SetupStep("start network " + name, commands));
  }
}
