package io.github.kvmcore.exec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.Installed;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file's content is on the disk before its name is, and then its name: as the kernel sees it. */
class DurableFilesTest {
  private static final Pattern CALL =
      Pattern.compile(
          "(fsync|fdatasync|rename)\\((?:\\d+<)?\"?([^\">,]+)[\">](?:, \"([^\"]+)\")?.*= 0");

  @TempDir Path folder;

  /** Does what is traced. */
  public static final class Traced {
    private Traced() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      LocalFiles files = new LocalFiles();
      files.move(folder.resolve("disk.part"), folder.resolve("disk"));
      files.write(folder.resolve("claim"), "text", 0600, null);
      files.write(folder.resolve("empty"), "", 0600, null);
    }
  }

  @Test
  void contentThenNameThenFolder() throws Exception {
    Installed.need("strace");
    Path real = folder.toRealPath();
    Files.writeString(real.resolve("disk.part"), "disk");
    Path trace = real.resolve("trace");
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    "strace",
                    "-f",
                    "-y",
                    "-qq",
                    "-etrace=fsync,fdatasync,rename",
                    "-o" + trace,
                    java,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Traced.class.getName(),
                    real.toString()))
            .redirectErrorStream(true)
            .redirectOutput(new File("/dev/null"))
            .start();
    assertEquals(0, process.waitFor());
    List<String> calls =
        Files.readAllLines(trace).stream()
            .map(CALL::matcher)
            .filter(Matcher::find)
            .filter(call -> call.group(2).startsWith(real.toString()))
            .map(call -> call.group(1) + " " + shown(call.group(2), real))
            .toList();
    assertEquals(
        List.of(
            "fsync disk.part",
            "rename disk.part",
            "fsync .",
            "fsync .claim",
            "rename .claim",
            "fsync .",
            "rename .empty",
            "fsync ."),
        calls);
    assertTrue(Files.exists(real.resolve("disk")));
  }

  /** Without the number of a temporary name. */
  private static String shown(String path, Path folder) {
    String name = folder.relativize(Path.of(path)).toString();
    return name.isEmpty() ? "." : name.replaceFirst("(?<=^\\..{1,9})\\.[0-9a-f]+$", "");
  }
}
