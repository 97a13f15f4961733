package io.github.kvmcore.exec.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, as {@code no_proxy} names them: {@code 10.0.0.0/8}, {@code fd00::/8}.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AddressRange(byte[] address, int bits) {
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /** The range, or the one address, that a text is; empty where it is none. */
  static Optional<AddressRange> parse(String text) {
    String[] parts = text.split("/", 2);
    Optional<byte[]> address = literal(parts[0].replaceAll("[\\[\\]]", ""));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get().length * Byte.SIZE;
    if (parts.length == 1) {
      return Optional.of(new AddressRange(address.get(), most));
    }
    boolean number = parts[1].matches("[0-9]{1,3}") && Integer.parseInt(parts[1]) <= most;
    return number
        ? Optional.of(new AddressRange(address.get(), Integer.parseInt(parts[1])))
        : Optional.empty();
  }

  /** Whether a host is an address in the range; a name, which is not looked up, never is. */
  boolean contains(String host) {
    Optional<byte[]> other = literal(host.replaceFirst("%.*", ""));
    if (other.isEmpty() || other.get().length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((address[bit / Byte.SIZE] ^ other.get()[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<byte[]> literal(String text) {
    if (!LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
