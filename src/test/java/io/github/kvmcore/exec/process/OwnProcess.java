package io.github.kvmcore.exec.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own, as the umask and a lock are a process's. */
public final class OwnProcess {
  /** The end of a script: becomes the main class. */
  public static final String JAVA = "exec \"$0\" -cp \"$@\"";

  private OwnProcess() {}

  /** What it says; it must end well. */
  public static String run(String script, Class<?> main, String... arguments) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, java, classes));
    argv.add(main.getName());
    argv.addAll(List.of(arguments));
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
