package io.github.kvmcore.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The attacks of {@code src/test/attacks}: real users without rights, real files and libvirt
 * metadata that they forged, against root's kvmcore. Each has to be held.
 */
class AttacksIT {
  @RegisterExtension static final Lab lab = new Lab("--lvm");

  /** As many as there are: one that gets lost must not go unnoticed. */
  private static final int ALL = 60;

  /** In seconds; the longest takes a tenth of it on a quiet machine. */
  private static final String LIMIT = "240";

  private static final Path FOLDER = Programs.sources().resolve("src/test/attacks");
  private static final String PID = Long.toString(ProcessHandle.current().pid());

  /** What the attacks' users must be able to enter; below folders that only root can write to. */
  private static Path files;

  @BeforeAll
  static void prepare() throws IOException {
    files = Files.createTempDirectory(Path.of("/var/lib"), "kvmcore-attacks-");
    files.toFile().setExecutable(true, false);
    Runtime.getRuntime().addShutdownHook(new Thread(AttacksIT::end));
    run(FOLDER.resolve("users").toString(), "add", PID);
  }

  /** Also where the tests are interrupted, and of an attack that was killed. */
  @AfterAll
  static synchronized void end() {
    if (Files.isDirectory(files)) {
      run(FOLDER.resolve("users").toString(), "remove", PID);
      run("rm", "-rf", files.toString());
    }
  }

  /** Not by the lab, which may be gone where the tests are interrupted. */
  private static void run(String... command) {
    try {
      assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Each is a program in a folder that says what is attacked. */
  static List<String> attacks() throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER, 2)) {
      return all.filter(path -> path.getNameCount() == FOLDER.getNameCount() + 2)
          .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
          .map(path -> FOLDER.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void noneIsMissing() throws IOException {
    assertEquals(ALL, attacks().size());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void isHeld(String attack) {
    Result result =
        lab.beside(
            "env",
            "ATTACKS_PID=" + PID,
            "ATTACKS_DIR=" + files,
            "KVMCORE=" + Lab.KVMCORE,
            "LAB=" + lab.folder(),
            "timeout",
            "--kill-after=20",
            LIMIT,
            FOLDER.resolve(attack).toString());
    assertEquals(0, result.status(), result::toString);
    String last = result.out().lines().reduce("", (before, line) -> line);
    assertTrue(last.startsWith("held: "), result::toString);
  }
}
