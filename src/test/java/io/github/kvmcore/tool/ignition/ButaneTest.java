package io.github.kvmcore.tool.ignition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.config.ConfigMistake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ButaneTest {
  private static final Path FILE = Path.of("/home/ada/my config.bu");

  private static CommandResult failed(String err) {
    return new CommandResult(Command.of("butane"), 2, "", err, Duration.ZERO);
  }

  @Test
  void butaneIsStrictAndShowsNoLineOfTheFile() {
    assertEquals(
        "butane --strict --raw-errors --raw --files-dir /home/ada '/home/ada/my config.bu'",
        Butane.NEWEST.translate(FILE, null).display());
    Command text = Butane.NEWEST.translate(FILE, "variant: fcos");
    assertEquals("butane --strict --raw-errors --raw --files-dir /home/ada", text.display());
    assertEquals("variant: fcos", text.input());
  }

  /** What the program's library for flags prints; it ends at the first that it does not know. */
  @Test
  void anOlderProgramGetsTheOptionsThatItHas() {
    String usage = "Usage: butane [options] [input-file]\nOptions:\n  -r, --raw\n";
    Butane older =
        Butane.NEWEST.older(failed("unknown flag: --raw-errors\n" + usage)).orElseThrow();
    assertEquals(List.of("--raw"), older.options());
    assertEquals(
        List.of(), older.older(failed("unknown flag: --raw\n" + usage)).orElseThrow().options());
    assertEquals(Optional.empty(), older.older(failed("error: unknown flag: --other\n")));
  }

  /** Values, which go-yaml quotes, and lines of the file, which Butane 0.27 shows, are left out. */
  @Test
  void errorsHaveLineAndPathAndNoValue() {
    List<ConfigMistake> said =
        ConfigReport.mistakes(
            """
            error at $.storage.files.0.mode, line 7 col 13: illegal file mode
            warning at line 3 col 1: unused key
            warning at $.systemd: no place
            Error translating config: yaml: unmarshal errors:
              line 4: cannot unmarshal !!str `s3cret-…` into bool
              --> my.bu:4:9
            3 | password: s3cret
              |           ^^^^^^ s3cret
            Config produced warnings and --strict was specified
            """);
    assertEquals(
        List.of(
            new ConfigMistake(7, "storage.files.0.mode: illegal file mode"),
            new ConfigMistake(3, "unused key"),
            new ConfigMistake(0, "systemd: no place"),
            new ConfigMistake(0, "Error translating config: yaml: unmarshal errors:"),
            new ConfigMistake(4, "cannot unmarshal !!str … into bool")),
        said);
    assertFalse(said.toString().contains("s3cret"), said::toString);
  }
}
