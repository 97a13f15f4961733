package io.github.kvmcore.spec.load;

import static io.github.kvmcore.spec.load.SettingsFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.kvmcore.spec.source.Given;
import io.github.kvmcore.spec.source.SettingsSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlSourceTest {
  private static final String BOMB =
      "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n";

  /** A text, and what is said of it. */
  static final String[][] WRONG = {
    {"just words", "kvmcore.yml:1: is not a list of settings: each is written as name: value"},
    {"- a\n- b", "kvmcore.yml:1: is not a list of settings: each is written as name: value"},
    {"# x\n42", "kvmcore.yml:2: is not a list of settings: each is written as name: value"},
    {"a: 1\nb: 2\na: 3", "kvmcore.yml:3: a: is given twice, first in line 1"},
    {"a: {b: c}", "kvmcore.yml:1: a: takes a value, not a mapping"},
    {"a:\n- b: c", "kvmcore.yml:2: a: an item must be a text; one that holds ': ' needs quotes"},
    {"a: [[b]]", "kvmcore.yml:1: a: an item must be a text; one that holds ': ' needs quotes"},
    {"? [a]\n: b", "kvmcore.yml:1: a setting's name must be a word"},
    {
      BOMB, "kvmcore.yml:1: anchors and aliases (& and *) are not taken here; use quotes for a text"
    },
    {
      "x: 1\ny: *z",
      "kvmcore.yml:2: anchors and aliases (& and *) are not taken here; use quotes for a text"
    },
    {
      "x: !!javax.script.ScriptEngineManager [a]",
      "kvmcore.yml:1: tags (!) are not taken here:"
          + " 'tag:yaml.org,2002:javax.script.ScriptEngineManager'"
    },
    {"!!map {a: b}", "kvmcore.yml:1: tags (!) are not taken here: 'tag:yaml.org,2002:map'"},
    {"x: !vault secret", "kvmcore.yml:1: tags (!) are not taken here: '!vault'"},
    {"!x", "kvmcore.yml:1: tags (!) are not taken here: '!x'"},
    {"a: 1\n---\nb: 2", "kvmcore.yml:2: a second document begins; there may be only one"},
    {"a: 1\nb: 'x", "kvmcore.yml:2: is not YAML: found unexpected end of stream"},
    {"a: b: c", "kvmcore.yml:1: is not YAML: mapping values are not allowed here"},
    {
      "a:\n\t- b",
      "kvmcore.yml:2: is not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use"
          + " \\t(TAB) for indentation)"
    },
    {"a: 1\n  b: 2", "kvmcore.yml:2: is not YAML: mapping values are not allowed here"},
    {"a: 1\nb: \0", "kvmcore.yml:2: is not a YAML text: it holds the character U+0000"},
    {"a: \ud800x", "kvmcore.yml:1: is not a YAML text: it holds the character U+D800"},
    {"a: \uffff", "kvmcore.yml:1: is not a YAML text: it holds the character U+FFFF"},
    {"# " + "x".repeat(1 << 18), "kvmcore.yml: is larger than 256 KiB: not a file of settings"},
  };

  @ParameterizedTest
  @FieldSource("WRONG")
  void formIsRefusedWithItsPlace(String text, String mistake) {
    assertEquals(List.of(mistake), yaml(text).mistakes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "# only a comment\n", "---\n", "--- ~\n", "{}", "null", "\ufeff"})
  void nothingGiven(String text) {
    assertEquals(new SettingsSource(List.of(), List.of()), yaml(text));
  }

  @Test
  void valuesStayAsWritten() {
    assertEquals(
        List.of(
            Given.of("kvmcore.yml:1", "a", "no"),
            Given.of("kvmcore.yml:2", "b", "010"),
            Given.of("kvmcore.yml:3", "c", ""),
            Given.of("kvmcore.yml:4", "d", ""),
            Given.of("kvmcore.yml:5", "e", "null"),
            Given.of("kvmcore.yml:6", "f", "1e3"),
            new Given("kvmcore.yml:7", "g", List.of("x", "😀"), true)),
        yaml("a: no\nb: 010\nc:\nd: ~\ne: 'null'\nf: 1e3\ng: [x, 😀]\n").given());
  }

  @Test
  void whatStoodBeforeAMistakeIsStillChecked() {
    assertEquals(
        "kvmcore.yml:2: vm_wait: takes a value, not a mapping\n"
            + "kvmcore.yml:1: vm_count: 'many' is not a whole number from 1 to 1000",
        new SettingsFixture().mistakes(yaml("vm_count: many\nvm_wait: {a: b}\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{", "a: [", "- ", "? ", "{a: ", "'", "&a ", "!", "a: |\n", "%"})
  void hostileTextsEndSoon(String piece) {
    String deep = piece.repeat(250_000 / piece.length());
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertFalse(yaml(deep).mistakes().isEmpty()));
  }

  @Test
  void thousandsOfUnknownNamesEndSoonAndAreNotAllTold() {
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < 20_000; number++) {
      text.append("vm_c").append(number).append(":\n");
    }
    List<String> said =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> new SettingsFixture().mistakes(yaml(text.toString())).lines().toList());
    assertEquals(51, said.size());
    assertEquals("and 19950 more mistakes", said.get(50));
  }

  @Test
  void tenMegabytesOfGarbageEndSoon() {
    byte[] bytes = new byte[10 << 20];
    new Random(1).nextBytes(bytes);
    String garbage = new String(bytes, StandardCharsets.ISO_8859_1);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertFalse(yaml(garbage).mistakes().isEmpty()));
  }

  @Test
  void randomTextsNeverBreakIt() {
    Random random = new Random(42);
    String letters = "ab:- \n\t[]{}'\"#&*!|>?%@,~1\\";
    for (int round = 0; round < 3_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      for (String mistake : yaml(text.toString()).mistakes()) {
        assertEquals(1, mistake.lines().count(), text + " gives " + mistake);
      }
    }
  }
}
