package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.LibvirtDaemons;
import io.github.kvmcore.engine.libvirt.read.Need;
import io.github.kvmcore.engine.libvirt.read.NeedFinder;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.FileSystem;
import java.util.List;

/** Reads the {@link SetupSituation}: at most three processes. */
final class SituationReader {
  private final HostAccess access;
  private final Settings settings;
  private final Programs programs;
  private final HostFacts facts;
  private final FileSystem system;

  SituationReader(HostAccess access, Settings settings, Programs programs, HostFacts facts) {
    this.access = access;
    this.settings = settings;
    this.programs = programs;
    this.facts = facts;
    this.system = settings.storageDir().getFileSystem();
  }

  SetupSituation read() {
    HostFiles files = access.files();
    NeedFinder finder = new NeedFinder(files, programs, settings, facts.architecture());
    List<Need> missing = finder.missing(finder.wanted(facts.sharesConfigs()));
    boolean reachable = missing.isEmpty() && reachable().ok();
    String network = settings.networkName();
    boolean active = network == null || !reachable || lists(network, "net-list", "--name");
    boolean defined =
        !active && network != null && lists(network, "net-list", "--name", "--inactive");
    return new SetupSituation(
        missing,
        PackageFamily.of(programs).orElse(null),
        facts.architecture(),
        packageLists(files),
        LibvirtDaemons.find(files, system),
        reachable,
        settings.connect(),
        active ? null : network,
        defined);
  }

  /** Asks libvirt for nothing but an answer. */
  CommandResult reachable() {
    return access.commands().run(new Virsh(settings.connect()).command("uri"));
  }

  /** Whether the running user is root: the effective user id of this process. */
  boolean root() {
    return access
        .files()
        .read(system.getPath("/proc/self/status"))
        .filter(status -> status.matches("(?s).*\\nUid:\\t\\d+\\t0\\t.*"))
        .isPresent();
  }

  private boolean lists(String network, String... words) {
    CommandResult result = access.commands().run(new Virsh(settings.connect()).command(words));
    return result.ok() && result.out().lines().map(String::strip).anyMatch(network::equals);
  }

  private boolean packageLists(HostFiles files) {
    return files.list(system.getPath("/var/lib/apt/lists")).stream()
        .anyMatch(name -> name.contains("_Packages"));
  }
}
