package io.github.kvmcore.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The user's own Ignition configs reach the guest byte for byte, packed or not, in their order. */
class OwnConfigsTest {
  private static byte[] data(Map<String, String> merge) {
    String source = merge.get("source");
    assertTrue(source.startsWith("data:;base64,"), source);
    return Base64.getDecoder().decode(source.substring("data:;base64,".length()));
  }

  @Test
  void largeOnesArePacked() throws IOException {
    String small = "{\"a\": \"ü 機\"}\n";
    String large = small.repeat(300);
    List<Map<String, String>> merges =
        new OwnConfigs(Map.of("a", List.of(small, large)), Map.of()).merges("a");
    assertEquals(2, merges.size());
    assertEquals(List.of("source"), List.copyOf(merges.get(0).keySet()));
    assertEquals(small, new String(data(merges.get(0)), UTF_8));
    assertEquals(List.of("source", "compression"), List.copyOf(merges.get(1).keySet()));
    assertEquals("gzip", merges.get(1).get("compression"));
    byte[] unpacked =
        new GZIPInputStream(new ByteArrayInputStream(data(merges.get(1)))).readAllBytes();
    assertEquals(large, new String(unpacked, UTF_8));
    assertTrue(merges.get(1).get("source").length() < large.length());
  }

  @Test
  void othersHaveNone() {
    assertEquals(List.of(), OwnConfigs.NONE.merges("a"));
  }
}
