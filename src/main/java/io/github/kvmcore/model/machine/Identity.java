package io.github.kvmcore.model.machine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What a machine is known by, computed from its cluster and name: the same after {@code destroy}
 * and {@code create}, so that leases, known_hosts and monitoring stay right.
 */
public final class Identity {
  private static final UUID NAMESPACE = UUID.fromString("5e1e6c2a-6f0c-5b7c-9a55-6b766d636f72");

  private Identity() {}

  /** A version 5 UUID (RFC 9562, section 5.5). */
  public static UUID uuid(String cluster, String name) {
    ByteBuffer hash = ByteBuffer.wrap(sha("SHA-1", namespaceBytes(), cluster + "/" + name));
    long high = (hash.getLong() & ~0xf000L) | 0x5000L;
    long low = (hash.getLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low);
  }

  /** The name of a cluster's own network. */
  public static String networkName(String cluster) {
    return "kvmcore-" + cluster;
  }

  /** The UUID of a cluster's own network. */
  public static UUID networkUuid(String cluster) {
    return uuid(cluster, "network/" + networkName(cluster));
  }

  /**
   * A locally administered unicast MAC address in lower case: 52, then 40 bits of a hash.
   *
   * @param salt what tells apart machines of the same name on one wire: the host's machine-id where
   *     they are on a bridge, empty where the network is the host's own
   */
  public static String mac(String cluster, String name, String salt) {
    byte[] hash = sha("SHA-256", new byte[0], salt + "\n" + cluster + "\n" + name);
    return "52:" + HexFormat.ofDelimiter(":").formatHex(hash, 0, 5);
  }

  /**
   * The MAC address of a machine's further interface.
   *
   * @param number from 1
   */
  public static String mac(String cluster, String name, String salt, int number) {
    return mac(cluster, name + "\n" + number, salt);
  }

  /** A number from 0 to {@code bound - 1} that spreads clusters over a range. */
  public static int spread(String cluster, int bound) {
    int hash = ByteBuffer.wrap(sha("SHA-256", new byte[0], cluster)).getInt();
    return Math.floorMod(hash, bound);
  }

  private static byte[] namespaceBytes() {
    return ByteBuffer.allocate(16)
        .putLong(NAMESPACE.getMostSignificantBits())
        .putLong(NAMESPACE.getLeastSignificantBits())
        .array();
  }

  private static byte[] sha(String algorithm, byte[] prefix, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(prefix);
      return digest.digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
