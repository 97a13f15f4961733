package io.github.kvmcore.exec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which program is run of those that PATH has; judged as for root, with real files. */
class SearchPathTest {
  @TempDir private Path folder;
  private Path open;
  private Path closed;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    open = Files.createDirectory(folder.resolve("open"));
    closed = Files.createDirectory(folder.resolve("closed"));
    mode(closed, "rwxr-xr-x");
    mode(open, "rwxrwxrwx");
  }

  private static Path mode(Path path, String mode) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** A program that prints its own path and its PATH. */
  private static Path program(Path folder, String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\necho \"$0 $PATH\"\n");
    return mode(file, "rwxr-xr-x");
  }

  private SearchPath path(boolean judging, Object... entries) {
    List<String> texts = List.of(entries).stream().map(String::valueOf).toList();
    return new SearchPath(String.join(":", texts), null, warnings::add, judging);
  }

  private String refusal(Path program) {
    return "root does not run "
        + program
        + ": "
        + program.getParent()
        + " is writable by everyone (mode 0777)";
  }

  @Test
  void onlyAbsoluteEntriesCount() throws IOException {
    program(closed, "x");
    Path here = Path.of("").toAbsolutePath().relativize(closed);
    for (boolean judging : List.of(true, false)) {
      assertEquals(Optional.empty(), path(judging, "", ".", here).find("x"));
      SearchPath path = path(judging, "", here, closed, "");
      assertEquals(Optional.of(closed.resolve("x")), path.find("x"));
      assertEquals(closed.toString(), path.value());
    }
    assertTrue(new SearchPath("", null, warnings::add).find("sh").isPresent());
    assertTrue(new SearchPath(null, null, warnings::add).find("sh").isPresent());
  }

  @Test
  void whatOthersCouldHavePutThereIsPassedOverWithAWarning() throws IOException {
    Path bad = program(open, "x");
    Path good = program(closed, "x");
    SearchPath path = path(true, open, closed);
    assertEquals(Optional.of(good), path.find("x"));
    assertEquals(List.of(good.toString(), "a"), path.resolve(List.of("x", "a")));
    assertEquals(List.of("warning: " + refusal(bad)), warnings);
    assertEquals(closed.toString(), path.value());
    assertFalse(path.mayRun(bad));
    assertTrue(path.mayRun(good));
    Path link = Files.createSymbolicLink(closed.resolve("link"), bad);
    assertFalse(path.mayRun(link));
  }

  @Test
  void itIsToldIfThereIsNoOther() throws IOException {
    Path bad = program(open, "x");
    SearchPath path = path(true, open, closed);
    IOException none = assertThrows(IOException.class, () -> path.resolve(List.of("x")));
    assertEquals(refusal(bad), none.getMessage());
    assertEquals(List.of(), warnings);
    Path installed = program(closed, "x");
    assertEquals(List.of(installed.toString()), path.resolve(List.of("x")));
  }

  @Test
  void othersThanRootChooseForThemselves() throws IOException {
    Path program = program(open, "x");
    SearchPath path = path(false, open, closed);
    assertEquals(Optional.of(program), path.find("x"));
    assertEquals(List.of("x"), path.resolve(List.of("x")));
    assertEquals(open + ":" + closed, path.value());
    assertTrue(path.mayRun(program));
  }

  @Test
  void everyWayToRunAProgramAsks() throws IOException {
    Path bad = program(open, "x");
    Command command = Command.of("x");
    List<String> lines = new ArrayList<>();
    try (ZtCommandRunner runner = new ZtCommandRunner(path(true, open, closed, "/usr/bin"))) {
      String told = "x: " + refusal(bad);
      assertEquals(told, runner.run(command).err());
      assertEquals(told, runner.run(command.withMemory(1 << 30)).err());
      assertEquals(told, runner.follow(command, lines::add, lines::add).err());
      assertEquals(told, runner.stream(command, new ByteArrayInputStream(new byte[0]), null).err());
      KvmcoreException refused =
          assertThrows(KvmcoreException.class, () -> runner.interact(command));
      assertTrue(refused.getMessage().contains(refusal(bad)), refused.getMessage());

      Path good = program(closed, "x");
      String said = good + " " + closed + ":/usr/bin\n";
      assertEquals(said, runner.run(command).out());
      assertEquals(
          "nowhere: not found in the folders of PATH", runner.run(Command.of("nowhere")).err());
    }
  }
}
