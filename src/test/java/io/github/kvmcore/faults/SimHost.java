package io.github.kvmcore.faults;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A host of src/test/sim for a test, with kvmcore as a process of its own. */
final class SimHost implements AutoCloseable {
  private static final Path SIM = Path.of("src", "test", "sim", "bin").toAbsolutePath();
  private static final long LIMIT_SECONDS = 120;

  private final Path root;
  private final String cluster;

  /** A run that has ended. */
  record Result(int status, String out, String err, Duration time) {}

  /** A run that goes on. */
  record Run(Process process, Path out, Path err, long began) {
    Result result() throws Exception {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("no end after " + LIMIT_SECONDS + " s: " + text(err));
      }
      Duration time = Duration.ofNanos(System.nanoTime() - began);
      return new Result(process.exitValue(), text(out), text(err), time);
    }

    private static String text(Path file) throws IOException {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
  }

  SimHost() throws IOException {
    root = Files.createTempDirectory("kvmcore-sim");
    cluster =
        "f" + ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime() % 46656, 36);
    for (String folder : List.of("host", "home", "images", "console", "cache")) {
      Files.createDirectory(root.resolve(folder));
    }
    // QEMU's user has to get through.
    root.toFile().setExecutable(true, false);
    Process image =
        program(
                Map.of(),
                SIM + "/qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                root + "/base.qcow2",
                "134217728")
            .start();
    try {
      if (image.waitFor() != 0) {
        throw new IOException("the simulated qemu-img does not work");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Whether all is to be tried, and not some. */
  static boolean isWhole() {
    return Set.of("true", "processes").contains(System.getProperty("kvmcore.whole", ""));
  }

  Path root() {
    return root;
  }

  String cluster() {
    return cluster;
  }

  private ProcessBuilder program(Map<String, String> variables, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().put("SIMHOST", root.resolve("host").toString());
    builder.environment().put("HOME", root.resolve("home").toString());
    builder.environment().put("PATH", SIM + ":/usr/sbin:/usr/bin:/sbin:/bin");
    variables.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    return builder.redirectInput(new File("/dev/null"));
  }

  /**
   * Starts kvmcore.
   *
   * @param shell what a shell does before, such as {@code umask 077}
   * @param java options of Java's
   */
  Run start(String shell, List<String> java, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", shell + "\nexec \"$@\"", "sh"));
    // Whoever runs the tests may ignore signals, which is inherited.
    command.addAll(List.of("env", "--default-signal=INT,HUP,TERM"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx512m"));
    command.addAll(List.of("-Duser.home=" + root.resolve("home")));
    command.addAll(List.of("-Dkvmcore.home=" + Path.of("").toAbsolutePath()));
    command.addAll(java);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.github.kvmcore.Main"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(root, ".out", "");
    Path err = Files.createTempFile(root, ".err", "");
    ProcessBuilder builder = program(variables, command.toArray(String[]::new));
    long began = System.nanoTime();
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new Run(process, out, err, began);
  }

  Result run(String... arguments) throws Exception {
    return start("", List.of(), Map.of(), arguments).result();
  }

  /** Arguments of a command on this host. */
  String[] command(String verb, String... more) {
    List<String> all = new ArrayList<>(List.of(verb, "--cluster", cluster));
    for (String setting :
        List.of(
            "vm_image_storage_fs_dir=" + root + "/images/c",
            "cloud_init_dir=" + root + "/images/c",
            "vm_image_cache_dir=" + root + "/cache",
            "vm_console_log_dir=" + root + "/console",
            "use_my_public_key=no",
            "vm_wait=running",
            "command_timeout=2s",
            "vm_create_pause=2s",
            "disk_timeout=2s")) {
      all.addAll(List.of("-e", setting));
    }
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  String[] create() {
    return command(
        "create",
        "3",
        "--image",
        root + "/base.qcow2",
        "--memory",
        "256MiB",
        "-e",
        "config_drive=9p");
  }

  String[] destroy() {
    return command("destroy", "--yes", "--if-exists");
  }

  /** From now on commands are traced. */
  void trace() throws IOException {
    for (String name : List.of("rules", "met", "trace")) {
      Files.writeString(root.resolve("host").resolve(name), "");
    }
  }

  /** What is to be done to a command, see src/test/sim/README.md. */
  void rule(String number, String identity, String... action) throws IOException {
    trace();
    String line = number + "\t=" + identity + "\t" + String.join("\t", action) + "\n";
    Files.writeString(root.resolve("host/rules"), line);
  }

  /** No more rules. */
  void mend() throws IOException {
    for (String name : List.of("rules", "met", "trace")) {
      Files.deleteIfExists(root.resolve("host").resolve(name));
    }
  }

  boolean met() throws IOException {
    Path met = root.resolve("host/met");
    return Files.exists(met) && Files.size(met) > 0;
  }

  /** The commands that were run, each as number, tab, identity; in an order of their own. */
  List<String> traced() throws IOException {
    return new TreeSet<>(Files.readAllLines(root.resolve("host/trace"))).stream().toList();
  }

  /** All files and folders of the host, with their modes; but for the cache. */
  Set<String> state() throws Exception {
    Set<String> state = new LinkedHashSet<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted().toList()) {
        String name = root.relativize(path).toString();
        if (!name.startsWith("cache/")
            && !name.startsWith(".")
            && !name.startsWith("home")
            && !name.matches("host/(lock|trace|rules|met|last-id|off-at|.*\\.new)")) {
          state.add(name + " " + Files.getAttribute(path, "unix:mode"));
        }
      }
    }
    return state;
  }

  /** How many machines run. */
  int running() throws IOException {
    try (Stream<Path> live = Files.list(root.resolve("host/live"))) {
      return (int) live.filter(path -> path.toString().endsWith(".xml")).count();
    }
  }

  /** Fetched images are fetched again. */
  void emptyCache() throws IOException {
    try (Stream<Path> images = Files.list(root.resolve("cache"))) {
      for (Path image : images.toList()) {
        Files.delete(image);
      }
    }
  }

  /** Whether the cluster's lock is there. */
  boolean isLocked() throws IOException {
    String name = "kvmcore-" + cluster + ".lock";
    if (System.getProperty("user.name").equals("root")) {
      return Files.exists(Path.of("/run/kvmcore", name));
    }
    try (Stream<Path> all = Files.walk(root.resolve("home"))) {
      return all.anyMatch(path -> path.endsWith(name));
    }
  }

  /** The command lines of all processes that run on this host. */
  List<String> processes() throws IOException {
    List<String> found = new ArrayList<>();
    try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        if (content(process.resolve("environ")).contains("SIMHOST=" + root)) {
          found.add(content(process.resolve("cmdline")).replace('\0', ' '));
        }
      }
    }
    return found;
  }

  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has just ended, or is another user's
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
