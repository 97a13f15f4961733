package io.github.kvmcore.sim;

import io.github.kvmcore.cli.Kvmcore;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.engine.libvirt.LibvirtEngine;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.SocketPorts;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.http.HttpDownloader;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * A process that runs kvmcore again and again, as each start of Java costs more than a run on the
 * simulated host. Runs that are killed have a process of their own.
 */
public final class Worker {
  static final String SEPARATOR = "\u001f";

  private Worker() {}

  /** Reads a run's arguments from each line; answers with its exit status and what it said. */
  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      int status = run(line.split(SEPARATOR, -1), said);
      System.out.println(status + " " + Base64.getEncoder().encodeToString(said.toByteArray()));
    }
  }

  private static int run(String[] args, ByteArrayOutputStream said) {
    Map<String, String> variables = System.getenv();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Environment environment =
        new Environment(
            variables,
            Path.of(variables.getOrDefault("HOME", "/nowhere")),
            Path.of(variables.getOrDefault("HOME", "/nowhere")),
            Path.of("").toAbsolutePath(),
            Path.of(System.getProperty("kvmcore.home", "")),
            System.getProperty("os.arch", ""),
            System.getProperty("user.name", ""),
            ProcessHandle.current().pid(),
            new Environment.Terminal(false, false, false),
            InputStream.nullInputStream(),
            out,
            out);
    try (ZtCommandRunner commands = new ZtCommandRunner()) {
      HostAccess access =
          new HostAccess(
              commands, new LocalFiles(), new SocketPorts(), new HttpDownloader(variables));
      return new Kvmcore(environment, access, LibvirtEngine::new).run(args);
    }
  }
}
