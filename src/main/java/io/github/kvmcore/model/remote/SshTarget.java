package io.github.kvmcore.model.remote;

import io.github.kvmcore.model.network.Ipv4Address;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A machine as ssh reaches it.
 *
 * @param knownHosts the file that keeps the host keys of the machine's cluster
 * @param alias the name under which that file has the machine's key: a machine that is recreated
 *     has another one, as it has another key
 * @param checked whether the file has the key before the first ssh, as kvmcore gave it to the
 *     machine; else ssh takes the one that the machine shows first
 * @param key the private key of the machine's cluster; null: it has none, or this user may not read
 *     it
 */
public record SshTarget(
    String name,
    Ipv4Address address,
    String knownHosts,
    String alias,
    boolean checked,
    @Nullable Path key) {
  /**
   * The alias of a machine.
   *
   * @param created when it was made, ISO 8601; may be empty
   */
  public static String alias(String name, String created) {
    String digits = created.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? name : name + "-" + digits;
  }

  /** Whether a name is an {@link #alias} of a machine, which it had with its time to the second. */
  public static boolean isAlias(String name, String machine) {
    return name.startsWith(machine + "-")
        && name.substring(machine.length() + 1).matches("[0-9]{14}");
  }
}
