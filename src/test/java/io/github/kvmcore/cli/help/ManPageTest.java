package io.github.kvmcore.cli.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.beust.jcommander.JCommander;
import io.github.kvmcore.cli.Commands;
import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.spec.SettingDefinition;
import io.github.kvmcore.spec.SettingDefinitions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real readers of man pages say of it is in ManualIT. */
class ManPageTest {
  private final CommandLine line = new CommandLine(new Commands());
  private final String page = new ManPage(line).text();

  @Test
  void hasTheUsualSectionsInTheirOrder() {
    List<String> sections =
        page.lines()
            .filter(it -> it.startsWith(".SH "))
            .map(it -> it.substring(4).replace("\"", ""))
            .toList();
    assertEquals(
        List.of(
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "COMMANDS",
            "OPTIONS",
            "SETTINGS",
            "FILES",
            "ENVIRONMENT",
            "EXIT STATUS",
            "EXAMPLES",
            "SEE ALSO"),
        sections);
  }

  @Test
  void namesEveryCommandOptionSettingAndExitStatus() {
    line.commands()
        .keySet()
        .forEach(name -> assertHas(".SS \"kvmcore " + name.replace("-", "\\-")));
    for (JCommander parser : line.parser().getCommands().values()) {
      OptionText.own(parser).forEach(option -> assertTerm(option.usage()));
    }
    OptionText.common(line.parser()).forEach(option -> assertTerm(option.usage()));
    SettingDefinitions.all().stream().map(SettingDefinition::name).forEach(this::assertTerm);
    assertTerm("--lock-wait TIME");
    List.of(ExitCode.values()).forEach(code -> assertTerm(Integer.toString(code.status())));
  }

  @Test
  void isPlainAsciiInShortLines() {
    page.lines()
        .forEach(
            it -> {
              assertTrue(it.chars().allMatch(next -> next >= ' ' && next < 0x7f), it);
              assertTrue(
                  it.startsWith("\\fB")
                      || it.startsWith(".")
                      || it.length() <= 80
                      || !it.contains(" "),
                  it);
            });
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        ".profile, \\&.profile",
        "'x', \\(aqx\\(aq",
        "a-b, a\\-b",
        "C:\\x, C:\\ex",
        "`x`, \\(gax\\(ga",
        "~/x, \\(ti/x",
        "a^b, a\\(hab",
        "N…, N...",
        "ä, \\[u00E4]",
      })
  void textStaysWhatItIs(String text, String roff) {
    String written = new Roff("X", 1, "2026-01-01", "x").text(text).text();
    assertEquals(roff, written.lines().reduce((first, second) -> second).orElseThrow());
  }

  @Test
  void aLineThatWrappingBeginsWithADotIsNoRequest() {
    String written = new Roff("X", 1, "2026-01-01", "x").text("x".repeat(79) + " .TH").text();
    assertTrue(written.endsWith("\n\\&.TH\n"), written);
  }

  private void assertTerm(String term) {
    assertHas("\n\\fB" + Roff.escaped(term) + "\\fR\n");
  }

  private void assertHas(String text) {
    assertTrue(page.contains(text), text);
  }
}
