package io.github.kvmcore.cli.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.cli.Commands;
import io.github.kvmcore.cli.command.CommandLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash offers with the script; zsh is asked in DocumentationIT. */
class CompletionTest {
  /** Loads the script, gives it the words of a line, prints what it offers. */
  private static final String ASK =
      """
      kvmcore() { if [[ $1 == list ]]; then printf '%s\\n' coreos-1 coreos-2 "given:$*"; fi; }
      source "$0"
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      _kvmcore
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  private final CommandLine line = new CommandLine(new Commands());
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "des                        | destroy",
        "--clu                      | --cluster",
        "create --wa                | --wait",
        "create --wait _            | none running address ssh",
        "create --wait r            | running",
        "create --timeout _         | _",
        "create --only _            | download disks init vms",
        "create --image-digest _    | _",
        "-o _                       | table json yaml name",
        "-o json comp               | completion",
        "completion _               | bash zsh",
        "help set                   | settings",
        "help ver                   | verify version",
        "-e vm_cou                  | vm_count=",
        "-e vm_count = 5 -e disk    | disk_mode= disk_timeout=",
        "-e vm_count =              | _",
        "image pu                   | pull",
        "create list                | _",
        "destroy coreos-            | coreos-1 coreos-2",
        "destroy coreos-1 coreos-2  | coreos-2",
        "--cluster blue -e a = b destroy given | \"given:list -o name -q --cluster blue -e a=b\"",
      })
  void bashOffers(String words, String offered) throws Exception {
    List<String> asked = new ArrayList<>();
    asked.add("kvmcore");
    for (String word : words.strip().split(" +")) {
      asked.add(word.equals("_") ? "" : word);
    }
    List<String> expected =
        offered.startsWith("given:")
            ? List.of(offered)
            : Stream.of(offered.split(" ")).filter(word -> !word.equals("_")).toList();
    assertEquals(expected, bash(asked));
  }

  @Test
  void bashOffersFilesWhereFilesAreWanted() throws Exception {
    Files.writeString(folder.resolve("a.yml"), "");
    String beginning = folder.resolve("a").toString();
    String file = folder.resolve("a.yml").toString();
    assertEquals(List.of(file), bash(List.of("kvmcore", "--config", beginning)));
    assertEquals(List.of("@" + file), bash(List.of("kvmcore", "-e", "@" + beginning)));
    assertEquals(List.of(), bash(List.of("kvmcore", "create", "--templates", beginning)));
  }

  @Test
  void everyCommandAndEveryOptionIsOffered() throws Exception {
    Set<String> commands = new TreeSet<>(bash(List.of("kvmcore", "")));
    assertEquals(new TreeSet<>(line.commands().keySet()), commands);
    for (String command : commands) {
      Set<String> options =
          Stream.concat(
                  OptionText.common(line.parser()).stream(),
                  OptionText.own(line.parser().getCommands().get(command)).stream())
              .flatMap(option -> option.names().stream())
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(options, new TreeSet<>(bash(List.of("kvmcore", command, "-"))), command);
      String zsh = new ZshCompletion(line).script();
      options.forEach(option -> assertTrue(zsh.contains(option + "["), option));
    }
  }

  private List<String> bash(List<String> words) throws Exception {
    Path script = folder.resolve("script");
    Files.writeString(script, new BashCompletion(line).script());
    List<String> command = new ArrayList<>(List.of("bash", "-c", ASK, script.toString()));
    command.addAll(words);
    Process process = new ProcessBuilder(command).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("", err);
    Files.delete(script);
    return out.lines().filter(word -> !word.isEmpty()).toList();
  }
}
