package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.config.ConfigKind;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.SecretRef;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What configures the guests that are made, each rendered once; for one thread. */
final class GuestConfigs {
  private final CreateContext base;
  private final ConfigKind kind;
  private final Map<String, Config> configs = new HashMap<>();

  /**
   * A config.
   *
   * @param secrets what goes into it when it is written
   */
  private record Config(String text, List<SecretRef> secrets, boolean takesHostKey) {}

  GuestConfigs(CreateContext base) {
    this.base = base;
    this.kind = base.common().guests().source().kind();
  }

  private Config config(Machine machine) {
    return configs.computeIfAbsent(machine.name(), name -> render(machine));
  }

  private Config render(Machine machine) {
    String profile = base.settings().profile();
    String text =
        kind == ConfigKind.IGNITION
            ? base.renderer().ignition(profile, machine, base.common())
            : base.renderer().userData(profile, machine, base.common());
    boolean hostKey = base.secrets().takesHostKey(machine, kind, text);
    List<SecretRef> secrets = base.secrets().secretRefs(machine, kind, hostKey);
    if (!base.common().guests().own().userData().containsKey(machine.name())) {
      requireKnown(machine, SecretRef.unknown(text, secrets));
    }
    return new Config(text, secrets, hostKey);
  }

  /** Only what kvmcore itself made for this machine goes into its configuration. */
  private void requireKnown(Machine machine, Set<String> unknown) {
    if (!unknown.isEmpty()) {
      throw KvmcoreException.settings(
          List.of(
              "cloud_init_profile: the template of "
                  + base.settings().profile()
                  + " puts files of this host into "
                  + machine.name()
                  + " that are none of its secrets: "
                  + String.join(" ", unknown)));
    }
  }

  /** The machine's Ignition config or cloud-config, in which placeholders stand for secrets. */
  String text(Machine machine) {
    return config(machine).text();
  }

  /** What goes into it when it is written. */
  List<SecretRef> secretRefs(Machine machine) {
    return config(machine).secrets();
  }

  /** Whether the machine gets its ssh host key by it. */
  boolean takesHostKey(Machine machine) {
    return config(machine).takesHostKey();
  }

  /** Writes it. */
  Action write(Machine machine, Path file, int mode, @Nullable String owner) {
    return write(file, text(machine), mode, owner, secretRefs(machine));
  }

  /** Writes what a config drive says of the machine besides. */
  Action writeMetaData(Machine machine, Path file, int mode, @Nullable String owner) {
    String text = base.renderer().metaData(machine, base.common());
    return write(file, text, mode, owner, base.secrets().login().toList());
  }

  private static Action write(
      Path file, String text, int mode, @Nullable String owner, List<SecretRef> secrets) {
    return secrets.isEmpty()
        ? new Action.WriteFile(file, text, mode, owner)
        : new Action.WriteFileWithSecrets(file, text, mode, owner, secrets);
  }

  /** The file from which the guest reads it. */
  Path file(Machine machine) {
    return base.common().guests().source() == ConfigSource.IGNITION
        ? machine.drive()
        : machine.drive().resolve("openstack").resolve("latest").resolve("user_data");
  }
}
