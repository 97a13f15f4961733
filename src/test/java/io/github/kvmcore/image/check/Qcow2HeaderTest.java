package io.github.kvmcore.image.check;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Qcow2HeaderTest {
  private static ByteBuffer header(int version, int length) {
    return ByteBuffer.allocate(length).putInt(0, 0x514649fb).putInt(4, version);
  }

  private static String refusal(ByteBuffer header) {
    return assertThrows(RefusedException.class, () -> Qcow2Header.check(header.array())).reason();
  }

  @Test
  void plainHeadersPass() {
    assertDoesNotThrow(() -> Qcow2Header.check(header(2, 72).array()));
    assertDoesNotThrow(() -> Qcow2Header.check(header(3, 104).array()));
    assertDoesNotThrow(() -> Qcow2Header.check(header(3, 104).putLong(72, 1).array()));
  }

  @ParameterizedTest
  @CsvSource({"2,71", "3,103", "3,4", "2,0"})
  void cutHeadersAreRefused(int version, int length) {
    byte[] cut = java.util.Arrays.copyOf(header(version, 104).array(), length);
    assertEquals("has no whole qcow2 header", refusal(ByteBuffer.wrap(cut)));
  }

  @Test
  void hostileHeadersAreRefused() {
    assertEquals("is of qcow version 1; only 2 and 3 are known", refusal(header(1, 104)));
    assertEquals(
        "names a backing file: it is an overlay of another image, which could be any file of this"
            + " host",
        refusal(header(2, 104).putLong(8, 1L << 40)));
    assertEquals("is encrypted", refusal(header(3, 104).putInt(32, 2)));
    assertEquals(
        "keeps its data in an external data file, which could be any file of this host",
        refusal(header(3, 104).putLong(72, 4)));
    assertEquals("is marked as corrupt by qemu", refusal(header(3, 104).putLong(72, 2)));
  }
}
