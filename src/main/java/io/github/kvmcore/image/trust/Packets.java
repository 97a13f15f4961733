package io.github.kvmcore.image.trust;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The packets of an OpenPGP file, binary or in ASCII armor (RFC 9580). */
final class Packets {
  static final int SIGNATURE = 2;
  static final int PUBLIC_KEY = 6;
  static final int USER_ID = 13;
  static final int PUBLIC_SUBKEY = 14;

  private static final String BEGIN = "-----BEGIN PGP ";
  private static final String END = "-----END PGP ";

  private Packets() {}

  /**
   * A packet.
   *
   * @param tag what it is
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Packet(int tag, byte[] body) {}

  /**
   * The bytes without armor.
   *
   * @throws IllegalArgumentException where the armor is broken
   */
  static byte[] binary(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    if (!text.contains(BEGIN)) {
      return file;
    }
    StringBuilder base64 = new StringBuilder();
    List<byte[]> blocks = new ArrayList<>();
    int state = 0; // 1: in the headers, 2: in the data
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith(BEGIN)) {
        state = 1;
      } else if (line.startsWith(END)) {
        blocks.add(Base64.getDecoder().decode(base64.toString()));
        base64.setLength(0);
        state = 0;
      } else if (state == 1) {
        state = line.isEmpty() ? 2 : 1;
      } else if (state == 2 && !line.startsWith("=")) { // = begins the checksum
        base64.append(line);
      }
    }
    ByteBuffer all = ByteBuffer.allocate(blocks.stream().mapToInt(block -> block.length).sum());
    blocks.forEach(all::put);
    return all.array();
  }

  /**
   * The packets of a binary file.
   *
   * @throws IllegalArgumentException where it is no OpenPGP file
   */
  static List<Packet> of(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    List<Packet> packets = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        int head = in.get() & 0xff;
        boolean old = (head & 0x40) == 0;
        int tag = old ? (head >> 2) & 0xf : head & 0x3f;
        int length = old ? oldLength(in, head & 3) : newLength(in);
        if ((head & 0x80) == 0 || length < 0 || length > in.remaining()) {
          throw new IllegalArgumentException("is no OpenPGP file");
        }
        byte[] body = new byte[length];
        in.get(body);
        packets.add(new Packet(tag, body));
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("is a cut OpenPGP file", e);
    }
    return packets;
  }

  private static int oldLength(ByteBuffer in, int type) {
    return switch (type) {
      case 0 -> in.get() & 0xff;
      case 1 -> in.getShort() & 0xffff;
      case 2 -> in.getInt();
      default -> -1;
    };
  }

  /** As of packets; of the parts within a signature as well, but for lengths in parts. */
  static int newLength(ByteBuffer in) {
    int first = in.get() & 0xff;
    if (first < 192) {
      return first;
    }
    if (first < 224) {
      return ((first - 192) << 8) + (in.get() & 0xff) + 192;
    }
    return first == 255 ? in.getInt() : -1;
  }
}
