package io.github.kvmcore;

import io.github.kvmcore.cli.Kvmcore;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.engine.libvirt.LibvirtEngine;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.SocketPorts;
import io.github.kvmcore.exec.file.HomeDirectory;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.file.SearchPath;
import io.github.kvmcore.exec.http.HttpDownloader;
import io.github.kvmcore.exec.process.ShutdownHook;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import io.github.kvmcore.failure.TerminalEscaper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The process's entry: its streams and environment become values; the one {@code System.exit}. */
public final class Main {
  private Main() {}

  /**
   * Runs kvmcore.
   *
   * <p>The launcher tells by system properties what Java can't find out: {@code kvmcore.home}, the
   * folder with templates/, {@code kvmcore.terminal}, which of the streams 0, 1, 2 are one, and
   * {@code kvmcore.pid}.
   */
  public static void main(String[] args) {
    // Java refuses to tell a proxy a password in the basic scheme where it is to reach https; the
    // password stands in the environment because just that is wanted. Read at the first use.
    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    // Words of settings and numbers in commands are the same in every country.
    Locale.setDefault(Locale.ROOT);
    Map<String, String> variables = System.getenv();
    PrintStream err = stream(FileDescriptor.err);
    SearchPath path =
        new SearchPath(
            variables.get("PATH"), installation(), text -> err.println(TerminalEscaper.text(text)));
    ZtCommandRunner commands = new ZtCommandRunner(path);
    ShutdownHook ending = new ShutdownHook(Thread.currentThread(), commands);
    // On a signal the JVM runs this and ends with 128 + the signal's number; a second one changes
    // nothing.
    Runtime.getRuntime().addShutdownHook(new Thread(ending, "end the run"));
    HostAccess access =
        new HostAccess(
            commands, new LocalFiles(path), new SocketPorts(), new HttpDownloader(variables));
    PrintStream out = stream(FileDescriptor.out);
    int status =
        new Kvmcore(environment(variables, out, err), access, LibvirtEngine::new).run(args);
    out.flush();
    err.flush();
    ending.done();
    HttpDownloader.endThreads();
    System.exit(status);
  }

  /** Only the launcher knows. */
  private static @Nullable Path installation() {
    String home = System.getProperty("kvmcore.home", "");
    return home.isEmpty() ? null : Path.of(home);
  }

  private static Environment environment(
      Map<String, String> variables, PrintStream out, PrintStream err) {
    String terminal = System.getProperty("kvmcore.terminal", "");
    String registered = System.getProperty("user.home", "");
    return new Environment(
        variables,
        HomeDirectory.of(variables.getOrDefault("HOME", ""), registered),
        registered.startsWith("/") ? Path.of(registered) : null,
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("kvmcore.home", "")).toAbsolutePath(),
        System.getProperty("os.arch", ""),
        System.getProperty("user.name", ""),
        pid(),
        new Environment.Terminal(
            terminal.contains("0"), terminal.contains("1"), terminal.contains("2")),
        System.in,
        out,
        err);
  }

  /** The launcher's own, whose process this is; to ask Java takes a tenth of a short run's time. */
  private static long pid() {
    Long told = Long.getLong("kvmcore.pid");
    return told == null ? ProcessHandle.current().pid() : told;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
