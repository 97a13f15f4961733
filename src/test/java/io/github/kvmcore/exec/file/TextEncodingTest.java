package io.github.kvmcore.exec.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextEncodingTest {
  @TempDir Path folder;

  private static Optional<String> mistake(byte[] bytes) {
    return TextEncoding.mistake(TextEncoding.decode(bytes), "a b.yml");
  }

  @Test
  void utf8IsAsItIs() {
    String text = "ünï ✓ 𝕏 \ufffd\n";
    assertEquals(text, TextEncoding.decode(text.getBytes(UTF_8)));
    assertEquals(Optional.empty(), mistake(text.getBytes(UTF_8)));
  }

  @Test
  void otherEncodingsAreNamedWithTheirLine() {
    assertEquals(
        "a b.yml:3: is not UTF-8 text: it holds the byte 0xFC\n"
            + "  next: iconv -f ISO-8859-1 -t UTF-8 -o 'a b.yml'.utf8 'a b.yml'",
        mistake("a\n𝕏\nü".replace("𝕏", "x").getBytes(ISO_8859_1)).orElseThrow());
    assertEquals(
        "a b.yml: is UTF-16 text, not UTF-8\n"
            + "  next: iconv -f UTF-16 -t UTF-8 -o 'a b.yml'.utf8 'a b.yml'",
        mistake("a\n".getBytes(UTF_16)).orElseThrow());
    assertEquals(
        "a b.yml:1: starts with a byte order mark (BOM)\n"
            + "  next: sed -i '1s/^\\xEF\\xBB\\xBF//' 'a b.yml'",
        mistake("\ufeffa".getBytes(UTF_8)).orElseThrow());
  }

  /** The commands that messages name do what they say. */
  @Test
  void theCommandsConvert() throws Exception {
    for (byte[] bytes :
        new byte[][] {
          "ü: a\n".getBytes(ISO_8859_1), "ü: a\n".getBytes(UTF_16), "\ufeffü: a\n".getBytes(UTF_8)
        }) {
      Path file = Files.write(folder.resolve("it's.yml"), bytes);
      String text = new LocalFiles().read(file).orElseThrow();
      String next = TextEncoding.mistake(text, file.toString()).orElseThrow().split("next: ", 2)[1];
      assertEquals(0, new ProcessBuilder("sh", "-c", next).inheritIO().start().waitFor());
      boolean inPlace = next.startsWith("sed");
      Path made = inPlace ? file : folder.resolve("it's.yml.utf8");
      assertEquals("ü: a\n", Files.readString(made));
    }
  }

  @Test
  void noByteIsLost() throws IOException {
    Random random = new Random(1);
    for (int length = 0; length < 600; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, TextEncoding.encode(TextEncoding.decode(bytes)));
    }
    byte[] cut = {'a', (byte) 0xf0, (byte) 0x9f};
    assertArrayEquals(cut, TextEncoding.encode(TextEncoding.decode(cut)));
  }
}
