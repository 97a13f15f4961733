package io.github.kvmcore.cli;

import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.help.HelpText;
import io.github.kvmcore.cli.help.PrintedText;
import io.github.kvmcore.cli.help.Version;
import io.github.kvmcore.cli.options.CommonOptions;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cli.session.SettingsReader;
import io.github.kvmcore.engine.EngineContext;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.TracingCommandRunner;
import io.github.kvmcore.exec.recording.Recorder;
import io.github.kvmcore.exec.recording.Recording;
import io.github.kvmcore.exec.recording.Replay;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.TerminalEscaper;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.spec.LoadedSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A run of kvmcore: from its arguments to its exit code. Start reading here. */
public final class Kvmcore {
  private final Environment environment;
  private final HostAccess real;
  private final EngineContext.Opener opener;

  /**
   * @param real access to the host; a recording stands in for it under {@code --replay}
   * @param opener of the engine that the settings ask for
   */
  public Kvmcore(Environment environment, HostAccess real, EngineContext.Opener opener) {
    this.environment = environment;
    this.real = real;
    this.opener = opener;
  }

  /** Runs a command line, and tells failures on standard error; the exit status. */
  public int run(String... args) {
    // Scripts ask it to see whether kvmcore is there; the command line's own reading takes longer.
    if (args.length == 1 && args[0].equals("version")) {
      environment.out().print(PrintedText.version());
      return ExitCode.DONE.status();
    }
    boolean debug = List.of(args).contains("--debug");
    CommandLine line = new CommandLine(new Commands());
    try {
      return dispatch(line, args);
    } catch (KvmcoreException e) {
      return told(e, line.changesHost(), debug);
    } catch (UncheckedIOException e) {
      // The message from exec is for the user: what was tried, the path and the reason.
      KvmcoreException refused = new KvmcoreException(ExitCode.HOST, text(e), e);
      return told(refused, line.changesHost(), debug);
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        return interrupted();
      }
      tell("a bug in kvmcore: " + e);
      printTrace(e);
      print("  next: run it again with --record FILE, and report it with that file");
      return ExitCode.BUG.status();
    }
  }

  private static String text(UncheckedIOException e) {
    return e.getMessage() + "\n  next: kvmcore doctor";
  }

  /** Whatever failed once the run was told to end failed because of that. */
  private int told(KvmcoreException failure, boolean changes, boolean debug) {
    boolean ends = failure.exitCode() == ExitCode.INTERRUPTED;
    if (ends || Thread.currentThread().isInterrupted()) {
      return interrupted();
    }
    report(failure, changes, debug);
    return failure.exitCode().status();
  }

  private int interrupted() {
    tell("interrupted; the same command goes on from here");
    return ExitCode.INTERRUPTED.status();
  }

  private void report(KvmcoreException failure, boolean changes, boolean debug) {
    boolean input = failure.exitCode() == ExitCode.SETTINGS;
    String text = failure.text();
    if (input) {
      String lead = changes ? "nothing was changed, because:\n" : "";
      text = (lead + text).replace("\n", "\n  ");
    }
    tell(text);
    if (debug) {
      printTrace(failure);
    }
  }

  private void tell(String text) {
    print(TerminalEscaper.message("kvmcore: " + text));
  }

  private void printTrace(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    print(trace.toString().stripTrailing());
  }

  private void print(String text) {
    environment.err().println(TerminalEscaper.text(Urls.within(text)));
  }

  private int dispatch(CommandLine line, String... args) {
    CommandLine.Parsed parsed = line.parse(args);
    Subcommand command = parsed.command();
    Optional<String> text = new PrintedText(line).of(parsed);
    if (text.isPresent()) {
      environment.out().print(text.get());
      environment.out().flush();
      return ExitCode.DONE.status();
    }
    if (command == null) {
      print(new HelpText(line).on("").stripTrailing());
      return ExitCode.USAGE.status();
    }
    return runOnHost(command, parsed.options());
  }

  private int runOnHost(Subcommand command, CommonOptions options) {
    HostAccess access = replayed(options);
    String record = options.record();
    if (record == null) {
      return runCommand(command, options, access);
    }
    Path file = environment.path(record);
    Recorder recorder = new Recorder(access, Version.text());
    saveFirst(recorder, file);
    try {
      return runCommand(command, options, recorder.access());
    } finally {
      saveLast(recorder, file);
    }
  }

  /** An interrupted run's record tells what it waited for; an interrupt would keep it from it. */
  private static void saveLast(Recorder recorder, Path file) {
    boolean interrupted = Thread.interrupted();
    try {
      recorder.save(file);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What can't be written is found before the host is changed. */
  private void saveFirst(Recorder recorder, Path file) {
    try {
      recorder.save(file);
    } catch (UncheckedIOException e) {
      throw KvmcoreException.settings(List.of("--record: " + e.getMessage()));
    }
  }

  private HostAccess replayed(CommonOptions options) {
    String replay = options.replay();
    if (replay == null) {
      return real;
    }
    String json =
        real.files()
            .read(environment.path(replay))
            .orElseThrow(
                () ->
                    KvmcoreException.settings(
                        List.of("--replay " + replay + ": there is no such file")));
    return Replay.lenient(Recording.parse(json, replay)).access();
  }

  private int runCommand(Subcommand command, CommonOptions options, HostAccess access) {
    HostAccess used = options.verbose() ? traced(access) : access;
    SettingsReader reader = new SettingsReader(environment, used.files());
    LoadedSettings settings =
        reader.read(options, command.flags().sources(), command.readsInventory());
    if (options.verbose()) {
      showOrigins(settings);
    }
    Session session = new Session(environment, options, settings, used, opener);
    settings.notes().forEach(session::say);
    return command.status(session);
  }

  private HostAccess traced(HostAccess access) {
    return new HostAccess(
        new TracingCommandRunner(access.commands(), this::print),
        access.files(),
        access.ports(),
        access.downloads());
  }

  private void showOrigins(LoadedSettings settings) {
    settings
        .origins()
        .forEach(
            (name, origin) -> {
              if (!origin.equals("default")) {
                print("setting " + TerminalEscaper.line(name + " is from " + origin));
              }
            });
  }
}
