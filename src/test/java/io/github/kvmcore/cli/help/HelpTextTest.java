package io.github.kvmcore.cli.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.cli.Commands;
import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.cli.options.OptionGroup;
import io.github.kvmcore.spec.SettingDefinitions;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HelpTextTest {
  private final CommandLine line = new CommandLine(new Commands());

  @Test
  void eachCommandIsShownOnce() {
    assertEquals(
        line.names().stream().sorted().toList(),
        HelpText.SUBJECTS.stream().flatMap(it -> it.commands().stream()).sorted().toList());
  }

  @Test
  void eachOptionOfCreateIsShownUnderAKnownHeading() {
    String text = new HelpText(line).on("create");
    for (OptionText option : OptionText.own(line.parser("create"))) {
      assertTrue(OptionGroup.ALL.contains(option.group()), option.group());
      assertTrue(!option.group().equals(OptionGroup.OTHER), option.names() + " has no heading");
      assertTrue(text.contains("  " + option.usage()), option.usage());
    }
  }

  /** The default in the help is the one that is taken. */
  @Test
  void flagsStandForSettingsThatExist() {
    for (Map.Entry<String, String> flag : line.command("create").flags().settings().entrySet()) {
      assertTrue(SettingDefinitions.find(flag.getValue()).isPresent(), flag.toString());
    }
    String text = new HelpText(line).on("create").replaceAll("\\s+", " ");
    assertTrue(
        text.contains("--memory SIZE memory of each machine, for example 4GiB (default: 2GiB)"),
        text);
  }

  /** What the option says and what the setting says must not contradict each other. */
  @Test
  void noDefaultIsWrittenTwice() {
    TreeSet<String> twice =
        line.names().stream()
            .flatMap(name -> new HelpText(line).on(name).replaceAll("\\s+", " ").lines())
            .filter(text -> text.contains(") (default:"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(), twice);
  }
}
