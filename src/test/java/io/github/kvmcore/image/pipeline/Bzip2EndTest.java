package io.github.kvmcore.image.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

class Bzip2EndTest {
  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(text.getBytes());
    }
    return bytes.toByteArray();
  }

  private static byte[] last(byte[] bytes) {
    return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - Bzip2End.BYTES), bytes.length);
  }

  @Test
  void anEndIsKnownAtWhicheverBitItStands() throws IOException {
    for (int i = 0; i < 200; i++) {
      assertTrue(Bzip2End.is(last(packed("x".repeat(i) + i * 7919))), "text " + i);
    }
  }

  @Test
  void whatIsCutOrGoesOnHasNone() throws IOException {
    byte[] packed = packed("some text");
    assertFalse(Bzip2End.is(last(Arrays.copyOf(packed, packed.length - 1))));
    assertFalse(Bzip2End.is(last(Arrays.copyOf(packed, packed.length + 1))));
    assertFalse(Bzip2End.is(new byte[0]));
  }
}
