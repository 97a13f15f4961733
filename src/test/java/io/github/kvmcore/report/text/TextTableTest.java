package io.github.kvmcore.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.model.storage.ByteSize;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void alignsAndNeverEndsALineWithSpaces() {
    TextTable table = new TextTable("A", "LONG", "C");
    table.add("x", "", "");
    table.add("é\uD83D\uDE00z", "b", "c");
    table.add("", "", 7);
    assertEquals("A    LONG  C\nx\né\uD83D\uDE00z  b     c\n           7\n", table.text(false));
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    TextTable table = new TextTable("A");
    table.add("x\u001B[2J\ny\u009B");
    assertEquals("A\nx\\u001b[2J\\u000ay\\u009b\n", table.text(false));
  }

  @Test
  void rowsHaveACellForEachColumn() {
    TextTable table = new TextTable("A", "B");
    assertThrows(IllegalArgumentException.class, () -> table.add("x"));
  }

  @Test
  void sizes() {
    assertEquals("0 B", ByteSize.text(0));
    assertEquals("1023 B", ByteSize.text(1023));
    assertEquals("1.0 KiB", ByteSize.text(1024));
    assertEquals("1.0 MiB", ByteSize.text((1 << 20) - 1));
    assertEquals("1023.9 KiB", ByteSize.text((1 << 20) - 100));
    assertEquals("2.0 GiB", ByteSize.ofKiB(2 << 20));
    assertEquals("8.0 EiB", ByteSize.text(Long.MAX_VALUE));
  }
}
