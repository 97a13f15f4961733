package io.github.kvmcore.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A whole KVM host under emulation: systemd, KVM, device-mapper, AppArmor, and a power switch. */
public final class EmulatedHost implements AutoCloseable {
  private static final Path TOOL = Programs.sources().resolve("src/test/hostvm/host");
  private static final Path IMAGES = Programs.sources().resolve("target/hostvm/images");

  /** What {@code ssh} exits with where it lost the host. */
  private static final int LOST = 255;

  /** Of the longest command, on a machine that has other work to do. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Path dir;
  private final Path home;
  private final Programs programs;

  /** The emulator died, or the host did not boot: nothing that kvmcore did. */
  public static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure(String message) {
      super(message);
    }
  }

  /** A new host, up, with kvmcore in /opt/kvmcore and an image. */
  public EmulatedHost(String name, Path image) {
    dir = Programs.sources().resolve("target/hostvm").resolve(name);
    try {
      home = Files.createTempDirectory("kvmcore-host-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    programs = new Programs(home);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    tool("build", IMAGES.toString()).ok();
    boot("up");
    install(image);
  }

  /** As it is installed for all users, without the sources. */
  private void install(Path image) {
    Path sources = Programs.sources();
    String folder = "install -d /opt/kvmcore/lib /opt/kvmcore/bin /opt/kvmcore/templates /srv/img";
    ok("root", folder + " && ln -s /opt/kvmcore/bin/kvmcore /usr/local/bin/");
    put(sources.resolve("bin/kvmcore"), "/opt/kvmcore/bin/kvmcore");
    put(sources.resolve("target/kvmcore.jar"), "/opt/kvmcore/lib/kvmcore.jar");
    tool("put", dir.toString(), sources.resolve("target/lib") + "/", "/opt/kvmcore/lib/lib").ok();
    tool("put", dir.toString(), sources.resolve("templates") + "/", "/opt/kvmcore/templates").ok();
    put(image, "/srv/img/smoke.qcow2");
    ok("root", "chmod 0755 /opt/kvmcore/bin/kvmcore");
    for (String user : List.of("root", "op")) {
      ok(user, "ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519");
    }
  }

  private Result tool(String... words) {
    List<String> command = new ArrayList<>(List.of(TOOL.toString()));
    command.addAll(List.of(words));
    return programs.start(command).result(LIMIT);
  }

  private void boot(String verb) {
    Result result = tool(verb, IMAGES.toString(), dir.toString());
    if (result.status() != 0) {
      throw new Failure(result.toString());
    }
  }

  /** Restarts it from the inside, and waits until it is up. */
  public void reboot() {
    boot("reboot");
  }

  /** Takes its power away, now. */
  public void cut() {
    Result result = tool("cut", dir.toString());
    if (result.status() != 0) {
      throw new Failure(result.toString());
    }
  }

  /** Gives it its power back. */
  public void up() {
    boot("up");
  }

  /** Copies a file to it. */
  void put(Path file, String path) {
    tool("put", dir.toString(), file.toString(), path).ok();
  }

  /** Runs a command line on it, as root or as op. */
  public Result run(String user, String line) {
    return result(start(user, line));
  }

  /** What a command did that {@link #start} began; where the host was lost, the emulator did it. */
  Result result(Programs.Running running) {
    Result result = running.result(LIMIT);
    if (result.status() == LOST && !answers()) {
      throw new Failure("the host was lost: " + result);
    }
    return result;
  }

  /** Nested guests can make the emulator hang: it runs, and nothing on the host does. */
  private boolean answers() {
    return tool("alive", dir.toString()).status() == 0
        && tool("ssh", dir.toString(), "root", "true").status() == 0;
  }

  /** Starts one. */
  Programs.Running start(String user, String line) {
    return programs.start(List.of(TOOL.toString(), "ssh", dir.toString(), user, line));
  }

  /** Runs one that must succeed; what it printed. */
  public String ok(String user, String line) {
    return run(user, line).ok().out();
  }

  /** Ends it, and removes its disks; the second call finds nothing to do. */
  @Override
  public synchronized void close() {
    if (!Files.isDirectory(home)) {
      return;
    }
    tool("down", dir.toString()).ok();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
