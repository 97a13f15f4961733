package io.github.kvmcore.exec.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private final List<String> lines = new ArrayList<>();
  private final LineSplitter splitter = new LineSplitter(lines::add, new CompletableFuture<>());

  private void write(String text) throws IOException {
    splitter.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void linesThatComeInPiecesAreHandedOverWhole() throws IOException {
    byte[] umlaut = "ü".getBytes(StandardCharsets.UTF_8);
    write("o");
    splitter.write(umlaut[0]);
    assertEquals(List.of(), lines);
    splitter.write(umlaut[1]);
    write("ne\n\nthree\nfo");
    assertEquals(List.of("oüne", "", "three"), lines);
    splitter.close();
    assertEquals(List.of("oüne", "", "three", "fo"), lines);
  }

  @Test
  void aLineWithoutEndIsHandedOverInPieces() throws IOException {
    String piece = "x".repeat(LineSplitter.LONGEST_BYTES);
    write(piece + piece + "y\n");
    assertEquals(List.of(piece, piece, "y"), lines);
  }

  @Test
  void whoWantsNoMoreStopsTheWriter() {
    CompletableFuture<?> refused = new CompletableFuture<>();
    LineSplitter refusing =
        new LineSplitter(
            line -> {
              throw new IOException("enough");
            },
            refused);
    byte[] line = "a\nb".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "enough", assertThrows(IOException.class, () -> refusing.write(line)).getMessage());
    assertTrue(refused.isDone());
    refusing.close();
  }
}
