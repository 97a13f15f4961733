package io.github.kvmcore.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTextTest {
  @Test
  void lastLinesAreThoseThatSaySomething() {
    assertEquals(List.of("a", "b"), ConsoleText.lastLines("a\r\n\r\n\u001b[1mb\u001b[0m\r\n"));
  }

  @Test
  void noneForgesTheEndOfTheQuotation() {
    assertEquals(
        List.of("boot", "kvmcore: done", "\\u202eenod"),
        ConsoleText.lastLines("boot\rkvmcore: done\n\u202eenod\n"));
  }
}
