package io.github.kvmcore.spec.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.spec.source.ExtraVars;
import io.github.kvmcore.spec.source.SettingsSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ExtraVarsTest {
  /** An argument, and the names and values in it. */
  static final String[][] FORMS = {
    {"a=1", "a→1"},
    {"a=1 b=2", "a→1;b→2"},
    {"a=1\tb=2", "a→1;b→2"},
    {"a= b=2", "a→;b→2"},
    {"a=\"x y\" b=2", "a→x y;b→2"},
    {"a='x y'", "a→x y"},
    {"a='say \"hi\"'", "a→say \"hi\""},
    {"a=\"say \\\"hi\\\" \\\\o\\n\"", "a→say \"hi\" \\o\\n"},
    {"a=it's", "a→it's"},
    {"a=b=c==", "a→b=c=="},
    {"a=\"\"", "a→"},
    {"{a: 1, b: [x, y]}", "a→1;b→x\ny"},
    {"{\"a\": \"1 2\"}", "a→1 2"},
  };

  @ParameterizedTest
  @FieldSource("FORMS")
  void forms(String argument, String expected) {
    SettingsSource source = ExtraVars.parse(argument);
    assertEquals(List.of(), source.mistakes());
    assertEquals(
        expected,
        source.given().stream()
            .map(given -> given.name() + "→" + given.text())
            .collect(Collectors.joining(";")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "§§ | -e: is empty; write -e name=value",
        "a | -e: 'a' is not name=value; a value with blanks needs quotes: -e 'name=\"two words\"'",
        "=a | -e: '=a' is not name=value; a value with blanks needs quotes: -e 'name=\"two"
            + " words\"'",
        "a='b | -e a=…: the quote is not closed",
        "a=\"b\"c | -e a=…: the quote is not closed",
        "a=\"b\\\" | -e a=…: the quote is not closed",
        "{a: | -e: is not YAML: expected the node content, but found '<stream end>'",
        "{a: 1, a: 2} | -e: a: is given twice, first before",
      })
  void wrongForms(String argument, String mistake) {
    assertEquals(List.of(mistake), ExtraVars.parse(argument).mistakes());
  }

  @Test
  void originShowsShortValuesOnly() {
    assertEquals("-e a=1", ExtraVars.parse("a=1").given().get(0).origin());
    assertEquals("-e a=…", ExtraVars.parse("a=" + "x".repeat(50)).given().get(0).origin());
    assertEquals("-e", ExtraVars.parse("{a: 1}").given().get(0).origin());
  }

  @Test
  void filesAreForTheCaller() {
    assertEquals(Optional.of("my vars.yml"), ExtraVars.file("@my vars.yml"));
    assertEquals(Optional.empty(), ExtraVars.file("a=@b"));
  }
}
