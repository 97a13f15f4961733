package io.github.kvmcore.model.machine;

import io.github.kvmcore.model.network.Ipv4Address;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A machine that the user wants: what is said of it before anything is known of the host.
 *
 * @param name a host name without dots, unique in its cluster
 * @param index the number in its name, from 1; 0 where it is named otherwise than {@code
 *     <cluster>-<number>}
 * @param memoryKiB memory, in KiB
 * @param diskBytes size of its disk; null: the base image's own
 * @param address the address that it must have; null: kvmcore chooses one
 */
public record MachineSpec(
    String name,
    int index,
    long memoryKiB,
    int vcpus,
    @Nullable Long diskBytes,
    @Nullable Ipv4Address address) {
  /** More than a cluster's machines can ever have, and few enough for an int. */
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  /** The name of the machine of a cluster with this number, from 1. */
  public static String name(String cluster, int index) {
    return cluster + "-" + index;
  }

  /** The number in a machine's name; 0 where it is not {@code <cluster>-<number>}. */
  public static int index(String cluster, String name) {
    if (!name.startsWith(cluster + "-")) {
      return 0;
    }
    String number = name.substring(cluster.length() + 1);
    return NUMBER.matcher(number).matches() ? Integer.parseInt(number) : 0;
  }
}
