package io.github.kvmcore.exec.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * From where an address can be reached, as far as that decides whether a redirect to it is
 * followed.
 */
enum Reach {
  PUBLIC("public"),
  LOOPBACK("loopback"),
  PRIVATE("private"),
  LINK_LOCAL("link-local"),
  UNSPECIFIED("unspecified"),
  MULTICAST("multicast"),
  RESERVED("reserved");

  private final String word;

  Reach(String word) {
    this.word = word;
  }

  /** Whether a mirror within a company may have such an address. */
  boolean isLocal() {
    return this == LOOPBACK || this == PRIVATE;
  }

  @Override
  public String toString() {
    return word;
  }

  /** Of an address of either family; an IPv4 address within an IPv6 address counts as itself. */
  static Reach of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? ofIpv4(bytes, 0) : ofIpv6(bytes);
  }

  private static Reach ofIpv4(byte[] bytes, int at) {
    int one = bytes[at] & 0xff;
    int two = bytes[at + 1] & 0xff;
    int three = bytes[at + 2] & 0xff;
    if (one == 127) {
      return LOOPBACK;
    } else if (one == 0) {
      return UNSPECIFIED;
    } else if (one == 169 && two == 254) {
      return LINK_LOCAL;
    } else if (one >= 224 && one < 240) {
      return MULTICAST;
    } else if (one >= 240 || (one == 192 && two == 0 && three == 0)) {
      return RESERVED;
    }
    return isPrivate(one, two) ? PRIVATE : PUBLIC;
  }

  /** RFC 1918, RFC 6598 (carriers' networks) and RFC 2544 (measurements). */
  private static boolean isPrivate(int one, int two) {
    return one == 10
        || (one == 172 && two >= 16 && two < 32)
        || (one == 192 && two == 168)
        || (one == 100 && two >= 64 && two < 128)
        || (one == 198 && (two == 18 || two == 19));
  }

  private static Reach ofIpv6(byte[] bytes) {
    int begin = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    if (isZero(bytes, 15)) {
      return bytes[15] == 0 ? UNSPECIFIED : bytes[15] == 1 ? LOOPBACK : RESERVED;
    } else if ((begin & 0xff00) == 0xff00) {
      return MULTICAST;
    } else if ((begin & 0xffc0) == 0xfe80) {
      return LINK_LOCAL;
    } else if ((begin & 0xfe00) == 0xfc00 || (begin & 0xffc0) == 0xfec0) {
      return PRIVATE;
    }
    return embedded(bytes, begin);
  }

  /** Mapped and compatible addresses, NAT64, 6to4 and Teredo. */
  private static Reach embedded(byte[] bytes, int begin) {
    boolean mapped = isZero(bytes, 10) && bytes[10] == -1 && bytes[11] == -1;
    if (mapped || isZero(bytes, 12)) {
      return ofIpv4(bytes, 12);
    } else if (begin == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b) {
      return bytes[5] == 1 ? PRIVATE : ofIpv4(bytes, 12);
    } else if (begin == 0x2002) {
      return ofIpv4(bytes, 2);
    } else if (begin == 0x2001 && bytes[2] == 0 && bytes[3] == 0) {
      byte[] client = Arrays.copyOfRange(bytes, 12, 16);
      for (int i = 0; i < client.length; i++) {
        client[i] = (byte) ~client[i];
      }
      return ofIpv4(client, 0);
    }
    return PUBLIC;
  }

  private static boolean isZero(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Looks addresses up. */
  interface Resolver {
    /** All of a host name's addresses, or the one that a literal is. */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }
}
