package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.FileSystem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the network that the settings name is there. */
final class NetworkChecks {
  /** libvirt's own definition of the network named default. */
  static final String DEFAULT_XML = "/usr/share/libvirt/networks/default.xml";

  private static final String NAME = "network";

  private final HostAccess access;
  private final Settings settings;

  NetworkChecks(HostAccess access, Settings settings) {
    this.access = access;
    this.settings = settings;
  }

  /** The bridge, where the settings name one; looks at files only. */
  Optional<Check> bridge() {
    String bridge = settings.bridge();
    if (bridge == null) {
      return Optional.empty();
    }
    FileSystem system = settings.storageDir().getFileSystem();
    if (access.files().stat(system.getPath("/sys/class/net", bridge, "bridge")).isPresent()) {
      return Optional.of(new Check("bridge", Status.OK, bridge, null));
    }
    boolean device = access.files().stat(system.getPath("/sys/class/net", bridge)).isPresent();
    return Optional.of(
        new Check(
            "bridge",
            Status.PROBLEM,
            "vm_bridge: "
                + bridge
                + (device ? " is a network device but no bridge" : " is not on this host"),
            "ip -br link show type bridge"));
  }

  /** The libvirt network, where the settings name one: two processes. */
  Optional<Check> network() {
    String name = settings.networkName();
    if (name == null) {
      return Optional.empty();
    }
    CommandResult active = run("net-list", "--name");
    CommandResult inactive = run("net-list", "--name", "--inactive");
    if (!active.ok() || !inactive.ok()) {
      CommandResult failed = active.ok() ? inactive : active;
      return Optional.of(
          new Check(
              NAME,
              Status.PROBLEM,
              "libvirt's networks can't be listed (exit status " + failed.exitStatus() + ")",
              failed.command().display()));
    }
    return Optional.of(judge(name, lines(active), lines(inactive)));
  }

  private Check judge(String name, List<String> active, List<String> inactive) {
    if (active.contains(name)) {
      return new Check(NAME, Status.OK, name + " is active", null);
    }
    if (inactive.contains(name)) {
      return new Check(NAME, Status.OK, name + " is inactive: create starts it", null);
    }
    List<String> all = Stream.concat(active.stream(), inactive.stream()).sorted().toList();
    String others = all.isEmpty() ? "it has none" : "it has " + String.join(", ", all);
    return new Check(
        NAME,
        Status.PROBLEM,
        "vm_network_name: libvirt has no network " + name + "; " + others,
        remedy(name));
  }

  private String remedy(String name) {
    return name.equals("default")
        ? "sudo virsh -c " + settings.connect() + " net-define " + DEFAULT_XML
        : "leave vm_network_name out, and the cluster gets a network of its own";
  }

  private CommandResult run(String... words) {
    return access.commands().run(new Virsh(settings.connect()).command(words));
  }

  private static List<String> lines(CommandResult result) {
    return result.out().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
