package io.github.kvmcore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kvmcore.cli.Kvmcore;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.engine.libvirt.LibvirtEngine;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.SocketPorts;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.http.HttpDownloader;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import io.github.kvmcore.exec.recording.Recording;
import io.github.kvmcore.exec.recording.Replay;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs what users run, on recorded hosts, so that Java can keep the classes of it for later runs
 * (see bin/kvmcore). Nothing of this host is changed, and nothing is printed.
 */
public final class Training {
  /**
   * A run.
   *
   * @param recording its host, of those in this package's folder of resources; empty: none
   */
  record Run(String recording, List<String> arguments) {}

  private static final Path HOME = Path.of("/root");

  /** The port of a service that nobody offers any more (RFC 1078). */
  private static final int NOBODY = 1;

  private Training() {}

  /** Trains; what fails is only not known to later runs in advance. */
  public static void main(String[] args) {
    // The access of a real run, of which little is used here: a program that does nothing, a
    // question to a port at which nobody is, a look at the root folder.
    try (ZtCommandRunner commands = new ZtCommandRunner()) {
      HostAccess real =
          new HostAccess(
              commands, new LocalFiles(), new SocketPorts(), new HttpDownloader(Map.of()));
      commands.run(Command.of("true"));
      real.ports().ask("127.0.0.1", NOBODY, Duration.ofMillis(100));
      real.files().list(Path.of("/"));
      for (Run run : runs()) {
        status(run, run.recording().isEmpty() ? real : recorded(run.recording()));
      }
    }
    Main.main(new String[] {"version"});
  }

  /** Ends with status 0 each, but for a usage error. */
  static List<Run> runs() {
    List<String> create = List.of("create", "3", "--image", "smoke", "--memory", "256MiB");
    return List.of(
        new Run("", List.of("version")),
        new Run("", List.of("help")),
        new Run("", List.of("help", "create")),
        new Run("", List.of("create", "--no-such-option")),
        new Run("create-3", create),
        new Run("create-3-again", create),
        new Run("list-3", List.of("list")),
        new Run("list-3", List.of("list", "-o", "json")),
        new Run("status-3", List.of("status")),
        new Run("info", List.of("info")),
        new Run("inventory", List.of("inventory")),
        new Run("shutdown-1-of-3", List.of("shutdown", "coreos-2", "--shutdown-timeout", "120s")),
        new Run("start-1-of-3", List.of("start", "coreos-2", "--wait", "running")),
        new Run("destroy-3", List.of("destroy", "--yes")));
  }

  static int status(Run run, HostAccess access) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    Environment environment =
        new Environment(
            Map.of("PATH", "/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"),
            HOME,
            HOME,
            Path.of("/"),
            Path.of("/opt/kvmcore"),
            "amd64",
            "root",
            1,
            new Environment.Terminal(false, false, false),
            InputStream.nullInputStream(),
            nowhere,
            nowhere);
    return new Kvmcore(environment, access, LibvirtEngine::new)
        .run(run.arguments().toArray(String[]::new));
  }

  static HostAccess recorded(String name) {
    try (InputStream json = Training.class.getResourceAsStream("training/" + name + ".json")) {
      if (json == null) {
        throw new IllegalStateException("no recording " + name + " in the jar");
      }
      return Replay.lenient(Recording.parse(new String(json.readAllBytes(), UTF_8), name)).access();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
