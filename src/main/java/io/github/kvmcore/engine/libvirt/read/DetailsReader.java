package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.storage.DiskUse;
import io.github.kvmcore.tool.libvirt.DomainDisk;
import io.github.kvmcore.tool.libvirt.Virsh;
import io.github.kvmcore.tool.libvirt.VirshTables;
import io.github.kvmcore.tool.storage.Lvm;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads of domains what their XML does not say, in one process for all of them. */
public final class DetailsReader {
  /** Domains that one process asks for: its argument must stay well below Linux's 128 KiB. */
  private static final int AT_ONCE = 1000;

  private final CommandRunner runner;
  private final Virsh virsh;

  public DetailsReader(CommandRunner runner, Virsh virsh) {
    this.runner = runner;
    this.virsh = virsh;
  }

  /**
   * What was read.
   *
   * @param disks by domain; one that libvirt could not tell is missing
   * @param autostarted the domains, anybody's, that start with the host
   */
  public record Details(Map<UUID, DiskUse> disks, Set<UUID> autostarted) {
    public Details {
      disks = Map.copyOf(disks);
      autostarted = Set.copyOf(autostarted);
    }
  }

  /**
   * How much of their groups and pools all volumes take, by {@code GROUP/NAME}; nothing where LVM
   * does not say.
   */
  public Map<String, DiskUse> volumes() {
    CommandResult result = runner.run(Lvm.use());
    return result.ok() ? result.read(Lvm::parseUse) : Map.of();
  }

  /**
   * Reads them.
   *
   * @throws KvmcoreException where libvirt can't be reached
   */
  public Details read(List<UUID> domains) {
    Map<UUID, DiskUse> disks = new HashMap<>();
    Set<UUID> autostarted = new HashSet<>();
    for (int from = 0; from < domains.size(); from += AT_ONCE) {
      VirshQuestions questions = new VirshQuestions(runner, virsh, true);
      if (from == 0) {
        questions.add(
            out -> autostarted.addAll(VirshTables.uuids(out)),
            "list",
            "--uuid",
            "--all",
            "--autostart");
      }
      domains
          .subList(from, Math.min(domains.size(), from + AT_ONCE))
          .forEach(
              uuid ->
                  questions.add(
                      out -> DomainDisk.parse(out).ifPresent(use -> disks.put(uuid, use)),
                      DomainDisk.question(uuid)));
      questions.ask();
    }
    return new Details(disks, autostarted);
  }
}
