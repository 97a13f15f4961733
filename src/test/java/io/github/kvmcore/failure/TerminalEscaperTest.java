package io.github.kvmcore.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Texts;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever comes in, nothing goes out that a terminal obeys, hides or turns around. */
public class TerminalEscaperTest {
  /** By Unicode's own properties, not by the code's list. */
  public static final Pattern FORBIDDEN =
      Pattern.compile(
          "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\\x{61c}\\x{200b}-\\x{200f}"
              + "\\x{202a}-\\x{202e}\\x{2060}-\\x{206f}\\x{feff}\\x{fe00}-\\x{fe0f}\\x{115f}"
              + "\\x{1160}\\x{3164}\\x{ffa0}\\x{34f}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{e0000}-\\x{e0fff}&&[^\n]]");

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Inputs(2000)
  void nothingForbiddenIsLeft(@ForAll("texts") String text) {
    for (String shown :
        List.of(
            TerminalEscaper.text(text),
            TerminalEscaper.message(text),
            TerminalEscaper.output(text),
            TerminalEscaper.json(text),
            TerminalEscaper.yaml(text))) {
      assertSafe(shown);
    }
    assertSafe(TerminalEscaper.report(text).replaceAll("\u001b\\[(0|1|2|31|32|33)m", ""));
    assertSafe(TerminalEscaper.line(text));
    assertFalse(TerminalEscaper.line(text).contains("\n"));
    TerminalEscaper.lines(text).forEach(line -> assertFalse(line.contains("\n"), line));
  }

  @Inputs(500)
  void twiceIsAsOnce(@ForAll("texts") String text) {
    assertEquals(TerminalEscaper.line(text), TerminalEscaper.line(TerminalEscaper.line(text)));
    String shown = TerminalEscaper.message(text);
    assertEquals(shown, TerminalEscaper.message(shown));
    assertEquals(
        TerminalEscaper.output(text), TerminalEscaper.output(TerminalEscaper.output(text)));
  }

  /** Each single one of them, as a random text holds few. */
  @Test
  void everyCharacterThereIs() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      String text = "a" + Character.toString(point) + "b";
      assertSafe(TerminalEscaper.line(text));
      assertEquals(
          FORBIDDEN.matcher(text).find() || point == '\n',
          TerminalEscaper.isUnsafe(point),
          () -> Integer.toHexString(text.codePointAt(1)));
    }
  }

  @Inputs(500)
  void quotedDocumentsStayWhatTheyAre(@ForAll("texts") String any) throws JsonProcessingException {
    String text = Texts.encodable(any);
    ObjectMapper json = new ObjectMapper();
    String document = json.writeValueAsString(text);
    assertEquals(text, json.readValue(TerminalEscaper.json(document), String.class));
    assertEquals(text, new YAMLMapper().readValue(TerminalEscaper.yaml(document), String.class));
  }

  @Test
  void printableTextStaysAsItIs() {
    String text = "Größe 5 µm, 日本語, ελληνικά, \ud83d\ude00 \\ \"quoted\" ~";
    assertEquals(text, TerminalEscaper.line(text));
    assertEquals("a\nb", TerminalEscaper.text("a\r\nb"));
  }

  @Test
  void tabsCantForgeColumns() {
    assertEquals("a       b\n        c", TerminalEscaper.text("a\tb\n\tc"));
    assertEquals("a\\u0009b", TerminalEscaper.line("a\tb"));
  }

  @Test
  void numbersTellWhatItWas() {
    assertEquals("\\u001b[2J\\u009b\\u202e", TerminalEscaper.line("\u001b[2J\u009b\u202e"));
    assertEquals("\\U000e0041", TerminalEscaper.line("\udb40\udc41"));
    assertEquals("\\ud800x", TerminalEscaper.line("\ud800x"));
  }

  @Test
  void aMessageQuotesNoMessages() {
    assertEquals(
        "kvmcore: virsh failed\n  kvmcore: all is well\n  next: x",
        TerminalEscaper.message("kvmcore: virsh failed\nkvmcore: all is well\n  next: x"));
  }

  @Test
  void outputLosesSequencesAndCarriageReturns() {
    assertEquals(
        List.of("10 %", "20 %", "done"), TerminalEscaper.lines("10 %\r20 %\r\u001b[Kdone\r\n"));
    assertEquals(
        "red title", TerminalEscaper.output("\u001b[31mred\u001b[0m \u001b]0;x\u0007title"));
  }

  @Test
  void nothingMovesTheCursorOrChangesTheTerminal() {
    assertEquals(
        "red title\\u0007 next    tab\nover\nwritten\n\nend",
        TerminalEscaper.output(
            "\u001b[31mred\u001b[0m \u001b]0;pwned\u0007title\u0007 \u001b[2J\u001b[6nnext\ttab\r\n"
                + "over\rwritten\r\r\n\nend\r"));
    assertEquals("ab", TerminalEscaper.output("a\u009b1mb"));
  }

  @Test
  void aSequenceThatDoesNotEndHidesNoFurtherLine() {
    assertEquals("a\nsecond", TerminalEscaper.output("a\u001b]0;first\nsecond"));
  }

  @Test
  void whatSequencesLeaveIsNoSequence() {
    assertEquals("\\u001b[2J", TerminalEscaper.output("\u001b\u001b[0m[2J").replace(" ", ""));
  }

  @Test
  void reportsKeepTheirOwnColoursOnly() {
    String own = "\u001b[31mfailed\u001b[0m\n";
    assertEquals(own, TerminalEscaper.report(own));
    assertEquals("\\u001b[8mx\\u001b[1;31my", TerminalEscaper.report("\u001b[8mx\u001b[1;31my"));
  }

  private static void assertSafe(String text) {
    assertTrue(!FORBIDDEN.matcher(text).find(), () -> text.replace("\u001b", "<ESC>"));
  }
}
