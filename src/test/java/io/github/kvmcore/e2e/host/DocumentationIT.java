package io.github.kvmcore.e2e.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The man page and the shells' scripts, as those read them for whom they are. */
class DocumentationIT {
  @TempDir Path folder;

  private Result run(String... command) {
    return new Programs(folder).run(List.of(command));
  }

  private Path printed(String file, String... arguments) throws Exception {
    String[] command =
        Stream.concat(Stream.of(Lab.KVMCORE.toString()), Stream.of(arguments))
            .toArray(String[]::new);
    return Files.writeString(folder.resolve(file), run(command).ok().out());
  }

  @Test
  void theReadersOfManPagesFindNoFault() throws Exception {
    String page = printed("kvmcore.1", "help", "--man").toString();
    for (String device : List.of("utf8", "ascii")) {
      assertEquals("", run("groff", "-ww", "-man", "-T" + device, page).ok().err());
    }
    assertEquals("", run("mandoc", "-T", "lint", "-W", "all", page).ok().out());
    Result man = run("man", "--warnings", "-l", page).ok();
    assertEquals("", man.err());
    man.prints("kvmcore - clusters of").prints("--lock-wait TIME").prints("EXIT STATUS");
    run("lexgrog", page).ok().prints("kvmcore - clusters of");
  }

  @Test
  void shellcheckFindsNoFaultInTheScriptForBash() throws Exception {
    run("shellcheck", printed("kvmcore.bash", "completion", "bash").toString()).ok();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "kvmcore des|destroy",
        "kvmcore create --wai|--wait",
        "kvmcore create --wait |none running address ssh",
        "kvmcore -o json completion |bash zsh",
        "kvmcore -e disk|disk_mode disk_timeout",
        "kvmcore --cluster blue -e a=b destroy |coreos-1 given:list,-o,name,-q,--cluster,blue,-e,a=b",
      })
  void zshOffers(String line, String expected) throws Exception {
    printed("_kvmcore", "completion", "zsh");
    Path program = folder.resolve("kvmcore");
    Files.writeString(program, "#!/bin/sh\nIFS=,\nprintf '%s\\n' coreos-1 \"given:$*\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path script = Path.of(DocumentationIT.class.getResource("complete.zsh").toURI());
    Result shown =
        run(
            "env",
            "PATH=" + folder + ":/usr/bin:/bin",
            "TERM=dumb",
            "zsh",
            "-f",
            script.toString(),
            folder.toString(),
            line);
    Set<String> offered =
        shown
            .ok()
            .out()
            .lines()
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(List.of(expected.split(" "))), offered, shown::toString);
    assertTrue(shown.err().isEmpty(), shown::toString);
  }
}
