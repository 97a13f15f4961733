package io.github.kvmcore.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTextTest {
  @Test
  void nothingMovesTheCursorOrChangesTheTerminal() {
    assertEquals(
        "red title next\ttab\nover\nwritten\n\nend",
        ConsoleText.harmless(
            "\u001b[31mred\u001b[0m \u001b]0;pwned\u0007title\u0007 \u001b[2J\u001b[6nnext\ttab\r\n"
                + "over\rwritten\r\r\n\nend\r"));
    assertEquals("ab", ConsoleText.harmless("a\u009b1mb"));
  }

  @Test
  void lastLinesAreThoseThatSaySomething() {
    assertEquals(List.of("a", "b"), ConsoleText.lastLines("a\r\n\r\n\u001b[1mb\u001b[0m\r\n"));
  }
}
