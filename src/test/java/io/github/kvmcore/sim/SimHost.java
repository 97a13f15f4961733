package io.github.kvmcore.sim;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A simulated host in a folder of its own, which can be put back to what it was. */
final class SimHost implements AutoCloseable {
  /** As the launcher starts it. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-Xss512k",
          "-Xmx512m",
          "-XX:-UsePerfData",
          "-Xlog:disable");

  private static final Path ROOTS_LOCKS = Path.of("/run/kvmcore");

  /** A little more than a command goes on after kvmcore's death. */
  private static final int LATE_MILLIS = 400;

  private static final int LIMIT_SECONDS = 120;

  private final Path root;
  private final Path saved;
  private final String lock;
  private final QuickStart quick;
  private @Nullable Process worker;
  private @Nullable BufferedReader answers;
  private @Nullable BufferedWriter questions;

  /** What a run ended with. */
  record Ended(int status, String said) {}

  SimHost(Path folder, String cluster, QuickStart quick) throws IOException {
    this.quick = quick;
    lock = "kvmcore-" + cluster + ".lock";
    root = folder.resolve("root");
    saved = folder.resolve("saved");
    Files.createDirectories(saved);
    for (String name : List.of("host", "home", "work")) {
      Files.createDirectories(root.resolve(name));
    }
  }

  Path root() {
    return root;
  }

  Path state() {
    return root.resolve("host");
  }

  private static Path sources() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  private List<String> java(String main, String... more) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(FLAGS);
    command.addAll(quick.flags());
    command.addAll(List.of(more));
    command.add("-Dkvmcore.home=" + sources());
    command.addAll(List.of("-cp", quick.classPath(), main));
    return command;
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.resolve("work").toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    String path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    variables.put("PATH", sources().resolve("src/test/sim/bin") + ":" + path);
    variables.put("HOME", root.resolve("home").toString());
    variables.put("SIMHOST", state().toString());
    variables.put("SIMHOST_SHUTDOWN", "0.05");
    variables.put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /** Runs one of the host's programs, and gives what it printed. */
  String program(String... command) throws IOException, InterruptedException {
    Path name = sources().resolve("src/test/sim/bin").resolve(command[0]);
    List<String> argv = new ArrayList<>(List.of(command));
    argv.set(0, name.toString());
    Process process = builder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(argv + ": " + said);
    }
    return said;
  }

  /** The same, whatever its exit status. */
  Ended command(List<String> command) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(command);
    argv.set(0, sources().resolve("src/test/sim/bin").resolve(command.get(0)).toString());
    Process process = builder(argv).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  /** Runs kvmcore in a process of its own, that may be killed. */
  Ended alone(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = java("io.github.kvmcore.Main", "-Duser.home=" + root.resolve("home"));
    command.addAll(arguments);
    Path said = Files.createTempFile(saved, "said", "");
    Process process =
        builder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(arguments + " hangs: " + Files.readString(said));
    }
    Ended ended = new Ended(process.exitValue(), Files.readString(said));
    Files.delete(said);
    return ended;
  }

  /** Runs kvmcore to its end. */
  Ended run(List<String> arguments) throws IOException {
    if (worker == null) {
      Process process =
          builder(java(Worker.class.getName(), "-Duser.home=" + root.resolve("home")))
              .redirectError(saved.resolve("worker").toFile())
              .start();
      answers = process.inputReader(StandardCharsets.UTF_8);
      questions = process.outputWriter(StandardCharsets.UTF_8);
      worker = process;
    }
    questions.write(String.join(Worker.SEPARATOR, arguments) + "\n");
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new AssertionError(arguments + ": " + Files.readString(saved.resolve("worker")));
    }
    String[] parts = answer.split(" ", -1);
    return new Ended(
        Integer.parseInt(parts[0]),
        new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8));
  }

  /** Waits until guests that were asked to shut down are off. */
  void settle(boolean goesOn) throws IOException, InterruptedException {
    if (goesOn) {
      Thread.sleep(LATE_MILLIS);
    }
    Path pending = state().resolve("off-at");
    for (int i = 0; i < 100 && Files.isDirectory(pending); i++) {
      program("virsh", "list");
      try (Stream<Path> files = Files.list(pending)) {
        if (files.findAny().isEmpty()) {
          return;
        }
      }
      Thread.sleep(20);
    }
  }

  /** From now on commands are written down, and numbered from 1. */
  void trace(String rules) throws IOException {
    Files.writeString(state().resolve("trace"), "");
    Files.writeString(state().resolve("rules"), rules);
    Files.deleteIfExists(state().resolve("met"));
  }

  /** The commands since then, each with its number among equal ones. */
  List<String> traced() throws IOException {
    return Files.readAllLines(state().resolve("trace"));
  }

  /** Whether a rule was met. */
  boolean met() {
    return Files.exists(state().resolve("met"));
  }

  /** Keeps the host as it is, under a name; the cluster's lock with it. */
  void save(String name) throws IOException, InterruptedException {
    copy(root, saved.resolve(name));
    if (isRoot()) {
      copyFile(ROOTS_LOCKS.resolve(lock), saved.resolve(name + ".lock"));
    }
  }

  /** Puts it back, once no program of a killed run works on it any more. */
  void restore(String name) throws IOException, InterruptedException {
    awaitIdle();
    copy(saved.resolve(name), root);
    if (isRoot()) {
      copyFile(saved.resolve(name + ".lock"), ROOTS_LOCKS.resolve(lock));
    }
  }

  /** Waits until all programs have ended that kvmcore had running when it was killed. */
  void awaitIdle() throws InterruptedException {
    for (int i = 0; i < 500 && isAtWork(); i++) {
      Thread.sleep(10);
    }
  }

  private boolean isAtWork() {
    String own = "SIMHOST=" + state() + "\0";
    return ProcessHandle.allProcesses()
        .filter(process -> worker == null || process.pid() != worker.pid())
        .anyMatch(process -> environment(process).contains(own));
  }

  private static String environment(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "environ");
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended, or is somebody else's
    }
  }

  /** Whether the cluster's lock is left. */
  boolean isLocked() throws IOException {
    if (isRoot()) {
      return Files.exists(ROOTS_LOCKS.resolve(lock));
    }
    try (Stream<Path> all = Files.walk(root.resolve("home"))) {
      return all.anyMatch(path -> path.endsWith(lock));
    }
  }

  /** Other users' locks lie in their home directories: here below the host's own folder. */
  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  private static void copyFile(Path from, Path to) throws IOException {
    Files.deleteIfExists(to);
    if (Files.exists(from)) {
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** The folder itself stays, as the worker stands in one of its own. */
  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "mkdir -p \"$2\" && find \"$2\" -mindepth 1 -maxdepth 1 ! -name work"
                    + " -exec rm -rf {} + && cp -a --sparse=always \"$1\"/. \"$2\"/",
                "copy",
                from.toString(),
                to.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("copying " + from + ": " + said);
    }
  }

  @Override
  public void close() throws IOException {
    if (worker != null) {
      questions.close();
      worker.destroy();
    }
  }
}
