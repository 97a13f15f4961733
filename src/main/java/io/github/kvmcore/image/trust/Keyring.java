package io.github.kvmcore.image.trust;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Public keys in the form that {@code gpgv} reads.
 *
 * @param bytes binary
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
public record Keyring(byte[] bytes, List<Key> keys) {
  private static final int KEY_REVOCATION = 0x20;
  private static final int SUBKEY_REVOCATION = 0x28;

  /**
   * A key with its sub-keys.
   *
   * @param fingerprint of the primary key, in upper case
   * @param all fingerprints of the primary key and of its sub-keys
   * @param revoked those of them that are revoked, where revocations are what they say
   * @param user whose it says that it is
   */
  public record Key(String fingerprint, List<String> all, List<String> revoked, String user) {
    /** As a line for people. */
    public String text() {
      return fingerprint + (user.isEmpty() ? "" : "  " + user);
    }

    /** Whether the key or a sub-key has this fingerprint, or this end of one. */
    boolean has(String idOrFingerprint) {
      return all.stream()
          .anyMatch(one -> one.endsWith(idOrFingerprint) || isId6(one, idOrFingerprint));
    }

    /** The identity of a version 6 key is the beginning of its fingerprint. */
    private static boolean isId6(String fingerprint, String id) {
      return fingerprint.length() == 64 && fingerprint.startsWith(id);
    }
  }

  /**
   * Reads keys.
   *
   * @param file binary or in ASCII armor
   * @throws IllegalArgumentException where it holds none; the message is the end of a sentence
   */
  public static Keyring of(byte[] file) {
    byte[] binary = Packets.binary(file);
    List<Key> keys = new ArrayList<>();
    for (Packets.Packet packet : Packets.of(binary)) {
      if (packet.tag() == Packets.PUBLIC_KEY) {
        String fingerprint = fingerprint(packet.body());
        keys.add(new Key(fingerprint, List.of(fingerprint), List.of(), ""));
      } else if (!keys.isEmpty()) {
        Key last = keys.get(keys.size() - 1);
        keys.set(keys.size() - 1, with(last, packet));
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("holds no public key");
    }
    return new Keyring(binary, List.copyOf(keys));
  }

  /** The key that made a signature, by what the signature says itself; which proves nothing yet. */
  public Optional<Key> signer(byte[] signature) {
    return issuers(signature).stream()
        .flatMap(issuer -> keys.stream().filter(key -> key.has(issuer)))
        .findFirst();
  }

  /** The keys that count. */
  public List<Key> pinned(List<String> fingerprints) {
    return keys.stream().filter(key -> fingerprints.contains(key.fingerprint())).toList();
  }

  /** Whether a key, or the primary key that it belongs to, is revoked. */
  public boolean isRevoked(String fingerprint) {
    return keys.stream()
        .filter(key -> key.all().contains(fingerprint))
        .anyMatch(
            key ->
                key.revoked().contains(fingerprint) || key.revoked().contains(key.fingerprint()));
  }

  private static Key with(Key key, Packets.Packet packet) {
    if (packet.tag() == Packets.PUBLIC_SUBKEY) {
      return new Key(
          key.fingerprint(),
          added(key.all(), fingerprint(packet.body())),
          key.revoked(),
          key.user());
    }
    if (packet.tag() == Packets.SIGNATURE && packet.body().length > 2) {
      byte[] body = packet.body();
      int type = body[0] == 3 ? body[2] : body[1];
      String subkey = key.all().get(key.all().size() - 1);
      String revoked =
          type == KEY_REVOCATION ? key.fingerprint() : type == SUBKEY_REVOCATION ? subkey : "";
      return revoked.isEmpty()
          ? key
          : new Key(key.fingerprint(), key.all(), added(key.revoked(), revoked), key.user());
    }
    if (packet.tag() == Packets.USER_ID && key.user().isEmpty()) {
      String user = new String(packet.body(), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
      return new Key(key.fingerprint(), key.all(), key.revoked(), user);
    }
    return key;
  }

  private static List<String> added(List<String> all, String more) {
    return Stream.concat(all.stream(), Stream.of(more)).toList();
  }

  private static String fingerprint(byte[] body) {
    if (body.length == 0 || (body[0] != 4 && body[0] != 6)) {
      return ""; // older than anything that is still signed with
    }
    boolean six = body[0] == 6;
    ByteBuffer in = ByteBuffer.allocate(body.length + (six ? 5 : 3));
    if (six) {
      in.put((byte) 0x9b).putInt(body.length);
    } else {
      in.put((byte) 0x99).putShort((short) body.length);
    }
    in.put(body);
    try {
      byte[] hash = MessageDigest.getInstance(six ? "SHA-256" : "SHA-1").digest(in.array());
      return HexFormat.of().withUpperCase().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1 and SHA-256", e);
    }
  }

  /** Fingerprints and key identities that signatures name, in upper case. */
  static List<String> issuers(byte[] signature) {
    List<String> found = new ArrayList<>();
    for (Packets.Packet packet : Packets.of(Packets.binary(signature))) {
      byte[] body = packet.body();
      if (packet.tag() == Packets.SIGNATURE && body.length > 6 && (body[0] == 4 || body[0] == 6)) {
        ByteBuffer in = ByteBuffer.wrap(body).position(4);
        for (int part = 0; part < 2; part++) {
          int length = body[0] == 6 ? in.getInt() : in.getShort() & 0xffff;
          if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("is a broken signature");
          }
          issuers(in.slice(in.position(), length), found);
          in.position(in.position() + length);
        }
      }
    }
    return found;
  }

  private static void issuers(ByteBuffer parts, List<String> found) {
    HexFormat hex = HexFormat.of().withUpperCase();
    while (parts.hasRemaining()) {
      int length = Packets.newLength(parts);
      if (length < 1 || length > parts.remaining()) {
        throw new IllegalArgumentException("is a broken signature");
      }
      byte[] part = new byte[length];
      parts.get(part);
      int type = part[0] & 0x7f;
      if (type == 33 && length > 2) {
        found.add(hex.formatHex(part, 2, length)); // behind the key's version
      } else if (type == 16) {
        found.add(hex.formatHex(part, 1, length));
      }
    }
  }
}
