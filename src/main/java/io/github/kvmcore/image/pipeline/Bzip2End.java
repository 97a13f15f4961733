package io.github.kvmcore.image.pipeline;

import java.math.BigInteger;

/**
 * The end of a bzip2 stream: 48 bits that mark it, 32 of a checksum, and up to 7 to a whole byte.
 * The programs that unpack it pass over what stands behind, lbzip2 without a word.
 */
public final class Bzip2End {
  /** As many bytes as the end can take. */
  static final int BYTES = 11;

  private static final BigInteger MARK = new BigInteger("177245385090", 16);
  private static final BigInteger MASK = BigInteger.ONE.shiftLeft(48).subtract(BigInteger.ONE);
  private static final int CHECKSUM_BITS = 32;

  private Bzip2End() {}

  /** Whether a file whose last bytes these are ends with the end of a stream. */
  public static boolean is(byte[] last) {
    BigInteger bits = new BigInteger(1, last);
    for (int padding = 0; padding < Byte.SIZE; padding++) {
      if (bits.shiftRight(padding + CHECKSUM_BITS).and(MASK).equals(MARK)) {
        return true;
      }
    }
    return false;
  }
}
