package io.github.kvmcore.exec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of Java 17 and 25. */
class StartFailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "virsh | error=2, No such file or directory | virsh: not found in the folders of PATH",
        "virsh | Exec failed, error: 2 (No such file or directory)  | virsh: not found in the folders of PATH",
        "/no/such | Exec failed, error: 2 (No such file or directory)  | /no/such: not found",
        "/a | error=13, Permission denied | /a: permission denied: it is not an executable file",
        "/a | Exec failed, error: 13 (Permission denied)  | /a: permission denied: it is not an executable file",
        "/a | error=12, Cannot allocate memory | /a: Cannot run program \"/a\": error=12, Cannot allocate memory",
        "error=2 | error=13, Permission denied | error=2: permission denied: it is not an executable file",
        "/a | it does not say | /a: Cannot run program \"/a\": it does not say",
      })
  void isToldInWords(String program, String said, String told) {
    IOException java = new IOException("Cannot run program \"" + program + "\": " + said);
    assertEquals(told, StartFailure.message(program, java));
    assertEquals(told, StartFailure.message(program, new IOException("Could not execute", java)));
  }

  @ParameterizedTest
  @CsvSource({"no-such-program", "/no/such/program"})
  void thisJavaSaysIt(String program) {
    try (ZtCommandRunner runner = new ZtCommandRunner()) {
      String end = program.startsWith("/") ? "" : " in the folders of PATH";
      assertEquals(program + ": not found" + end, runner.run(Command.of(program)).err());
    }
  }
}
