package io.github.kvmcore.engine.libvirt.machine;

import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.config.ConfigKind;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.storage.SecretFiles;
import io.github.kvmcore.plan.SecretRef;
import io.github.kvmcore.render.OwnConfigs;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which machines get their ssh host key from kvmcore, so that the first ssh to them is checked. All
 * others make their own, and the first ssh takes it.
 *
 * @param kinds by the machine's name; one that is not named makes its own
 */
public record HostKeys(Map<String, Kind> kinds) {
  public static final HostKeys NONE = new HostKeys(Map.of());

  /** Where a machine's key comes from. */
  enum Kind {
    /** It is made with the machine. */
    NEW,
    /** It was made with the machine's disk, whose system has it. */
    KEPT
  }

  public HostKeys {
    kinds = Map.copyOf(kinds);
  }

  /**
   * Decides it.
   *
   * @param machines those that it is decided for
   * @param missing those that are made
   */
  public static HostKeys of(
      HostState hostState,
      HostFacts facts,
      SecretFiles files,
      OwnConfigs own,
      Collection<Machine> machines,
      Collection<Machine> missing) {
    Set<String> made = missing.stream().map(Machine::name).collect(Collectors.toSet());
    Map<String, Kind> kinds = new LinkedHashMap<>();
    for (Machine machine : machines) {
      String name = machine.name();
      boolean stays = !made.contains(name) || hasRun(hostState, machine);
      if (own.setsHostKey(name)) {
        continue;
      }
      if (!stays && facts.sshKeygen()) {
        kinds.put(name, Kind.NEW);
      }
      if (stays && isThere(hostState, files, name)) {
        kinds.put(name, Kind.KEPT);
      }
    }
    return new HostKeys(kinds);
  }

  /**
   * A system that was started from its disk has made a key, or took one from Ignition, for good.
   */
  private static boolean hasRun(HostState hostState, Machine machine) {
    return hostState.files().contains(machine.console())
        && hostState.hasDisk(machine.disk(), machine.cluster(), machine.name());
  }

  private static boolean isThere(HostState hostState, SecretFiles files, String machine) {
    return hostState.files().contains(files.hostKey(machine))
        && hostState.files().contains(files.hostPublicKey(machine));
  }

  public boolean has(Machine machine) {
    return kinds.containsKey(machine.name());
  }

  public boolean isNew(Machine machine) {
    return kinds.get(machine.name()) == Kind.NEW;
  }

  /** How a config of this kind holds a file. */
  public static SecretRef.Form form(ConfigKind kind) {
    return kind == ConfigKind.IGNITION ? SecretRef.Form.DATA_URL : SecretRef.Form.BASE64;
  }
}
