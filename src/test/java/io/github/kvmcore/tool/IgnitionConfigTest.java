package io.github.kvmcore.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnitionConfigTest {
  private static String config(String version) {
    return "{\"ignition\": {\"version\": \"" + version + "\"}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.0.0", "3.3.0", "3.6.0"})
  void whatGuestsReadIsTaken(String version) {
    assertEquals(Optional.empty(), IgnitionConfig.mistake(config(version)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.2.0", "3.7.0", "3.7.0-experimental", "3.3", "3.3.1", "3.99999.0", ""})
  void otherVersionsAreNot(String version) {
    assertEquals(
        Optional.of("ignition.version is \"" + version + "\", and guests read 3.0.0 to 3.6.0"),
        IgnitionConfig.mistake(config(version)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'ignition': {'version': '3.3.0'}|line 1, column 34: no JSON: ",
        "{'ignition': {'version': '3.3.0'}} x|line 1, column 36: no JSON: ",
        "{'a': 1, 'a': 2}|line 1, column 13: no JSON: Duplicate field 'a'",
        "[]|no Ignition config: there is no 'ignition' in it",
        "{'ignition': '3.3.0'}|no Ignition config: there is no 'ignition' in it",
        "{'ignition': {'version': 3}}|ignition.version is missing"
      },
      quoteCharacter = '`')
  void aMistakeHasItsPlace(String text, String said) {
    String mistake = IgnitionConfig.mistake(text.replace('\'', '"')).orElseThrow();
    assertEquals(
        said.strip(),
        mistake
            .replace('"', '\'')
            .replaceFirst(said.contains("no JSON: Dup") ? "$^" : "(no JSON:).*", "$1"));
  }

  @Test
  void anEmptyFileIsNone() {
    assertEquals(
        Optional.of("no Ignition config: there is no \"ignition\" in it"),
        IgnitionConfig.mistake(""));
  }

  @Test
  void newVersionsAreSaid() {
    assertEquals(Optional.empty(), IgnitionConfig.newVersion(config("3.3.0")));
    assertEquals(Optional.of("3.4.0"), IgnitionConfig.newVersion(config("3.4.0")));
  }

  @Test
  void butaneIsStrict() {
    Path file = Path.of("/home/ada/my config.bu");
    assertEquals(
        "butane --strict --files-dir /home/ada '/home/ada/my config.bu'",
        Butane.translate(file).display());
    assertEquals(
        "butane --strict --files-dir /home/ada", Butane.translate(file, "variant: fcos").display());
    assertEquals("variant: fcos", Butane.translate(file, "variant: fcos").input());
  }
}
