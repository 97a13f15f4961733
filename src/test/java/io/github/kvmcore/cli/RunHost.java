package io.github.kvmcore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.engine.libvirt.LibvirtEngine;
import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.exec.recording.Recording;
import io.github.kvmcore.exec.recording.Replay;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The host on which a {@link GoldenRun} happens: one in memory on which no program can be run or,
 * with {@code + host NAME}, one of the transcripts. Besides:
 *
 * <pre>
 * + file PATH TEXT     a file in memory; \n is a line break
 * + folder PATH
 * + env NAME=VALUE
 * + terminal WHICH     any of "in", "out", "err"
 * + answer TEXT        standard input
 * + user NAME          root where it is not said
 * + asks less          by its options it needs less than the run that was recorded
 * + locked PATH TEXT   a lock that another run holds
 * </pre>
 */
final class RunHost {
  static final Path TRANSCRIPTS = Path.of("test-fixtures", "transcripts");

  /** A line about a machine, or about the network that is made at the same time. */
  private static final Pattern MACHINE =
      Pattern.compile("[a-z]+-\\d+: .*|network \\S+ [\\d./]+ done .*");

  private final GoldenRun run;
  private final FileSystem disk;
  private final Replay replay;
  private final Changes changes = new Changes();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  RunHost(GoldenRun run) throws IOException {
    this(run, UnaryOperator.identity());
  }

  /** On a host that has become another one since. */
  RunHost(GoldenRun run, UnaryOperator<Recording> change) throws IOException {
    this.run = run;
    List<String> hosts = run.given("host");
    replay = hosts.isEmpty() ? null : Replay.strict(change.apply(transcript(hosts.get(0))));
    disk = replay == null ? Jimfs.newFileSystem(Configuration.unix()) : FileSystems.getDefault();
    if (replay == null) {
      for (String folder : List.of("/root", "/run/kvmcore", "/here")) {
        Files.createDirectories(disk.getPath(folder));
      }
      run.given("folder").forEach(this::folder);
      run.given("file").forEach(this::file);
    }
  }

  static Recording transcript(String name) throws IOException {
    String json = Files.readString(TRANSCRIPTS.resolve(name + ".json"));
    return Recording.parse(json, name);
  }

  private void folder(String path) {
    try {
      Files.createDirectories(disk.getPath(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void file(String line) {
    String[] words = line.split(" ", 2);
    Path path = disk.getPath(words[0]);
    folder(path.getParent().toString());
    try {
      Files.writeString(path, words.length == 1 ? "" : words[1].replace("\\n", "\n"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Runs it. */
  List<String> lines() {
    List<HostFiles.FileLock> locks = new ArrayList<>();
    for (String locked : run.given("locked")) {
      String[] words = locked.split(" ", 2);
      Path lock = disk.getPath(words[0]);
      folder(lock.getParent().toString());
      locks.add(new LocalFiles().tryLock(lock, words[1]).orElseThrow());
    }
    int status;
    try (PrintStream outStream = new PrintStream(out, true, UTF_8);
        PrintStream errStream = new PrintStream(err, true, UTF_8)) {
      Environment environment = environment(outStream, errStream);
      status =
          new Kvmcore(environment, changes.watch(access()), LibvirtEngine::new)
              .run(run.arguments());
    } finally {
      locks.forEach(HostFiles.FileLock::close);
    }
    List<String> lines = new ArrayList<>();
    shown(out).forEach(line -> lines.add(("| " + line).stripTrailing()));
    inOrder(shown(err)).forEach(line -> lines.add(("! " + line).stripTrailing()));
    lines.add("= " + status + (changes.seen().isEmpty() ? "" : " changes"));
    return lines;
  }

  /**
   * Without what differs from run to run: times, and the lines of a stack. A question is a line of
   * its own: which machine's line comes behind the answer is left to chance.
   */
  private static List<String> shown(ByteArrayOutputStream stream) {
    return stream
        .toString(UTF_8)
        .replace("[y/N] ", "[y/N]\n")
        .lines()
        .filter(line -> !line.matches(" {8}(at |\\.\\.\\. ).*"))
        .map(line -> line.replaceAll("\\b\\d+\\.\\d s\\b", "N.N s"))
        .map(line -> line.replaceAll("^Java .*", "Java N"))
        .map(line -> line.replaceAll("\\b20\\d\\d-[-\\d]+T[:\\d]+Z", "<now>"))
        .map(line -> line.replaceAll("-20\\d{12}\\b", "-<now>"))
        .map(line -> line.replaceAll("\\(\\d+ \\S+ ago\\) *", "(N ago)  "))
        .map(line -> line.replaceAll("(IMAGE .*FETCHED|READ .*) +(?=VERIFIED)", "$1  "))
        .map(line -> line.replaceAll("\u001b", "<ESC>"))
        .toList();
  }

  /** Machines are made side by side: each one's lines together, as if one came after the other. */
  private static List<String> inOrder(List<String> lines) {
    int from = 0;
    while (from < lines.size() && !MACHINE.matcher(lines.get(from)).matches()) {
      from++;
    }
    int to = from;
    while (to < lines.size() && MACHINE.matcher(lines.get(to)).matches()) {
      to++;
    }
    List<String> sorted = new ArrayList<>(lines);
    sorted.subList(from, to).sort(Comparator.comparing(RunHost::place));
    return sorted;
  }

  private static String place(String line) {
    boolean early = line.contains(": disk") || line.contains(": config drive");
    return early ? line.replace(": ", ":0") : line.replaceFirst("(network|: ).*", ":1");
  }

  /** What it printed on standard output, as it is. */
  String out() {
    return out.toString(UTF_8);
  }

  /** What it printed on standard error, as it is. */
  String err() {
    return err.toString(UTF_8);
  }

  /** What it changed. */
  List<String> changes() {
    return changes.seen();
  }

  /** Commands of the transcript that were not run. */
  List<String> unused() {
    boolean all = replay != null && run.given("asks").isEmpty();
    return all ? replay.unused().stream().filter(line -> !isWatch(line)).toList() : List.of();
  }

  /** While ssh is waited for, states are looked at now and then: a replay takes less time. */
  private static boolean isWatch(String command) {
    return command.contains("--state-shutoff") && !command.contains("net-list");
  }

  private HostAccess access() {
    if (replay != null) {
      return replay.access();
    }
    CommandRunner none =
        command -> {
          throw new IllegalStateException("no command should be run: " + command.program());
        };
    return new HostAccess(
        none,
        new LocalFiles(),
        (address, port, limit) -> {
          throw new IllegalStateException("no port should be asked");
        },
        new NoDownloads());
  }

  /** Nobody may be asked. */
  private static final class NoDownloads implements Downloader {
    @Override
    public void download(URI url, Path target, Progress progress) {
      throw new IllegalStateException("nothing should be fetched: " + url);
    }

    @Override
    public Optional<String> text(URI url) {
      throw new IllegalStateException("nothing should be asked: " + url);
    }

    @Override
    public boolean exists(URI url) {
      throw new IllegalStateException("nothing should be asked: " + url);
    }
  }

  private Environment environment(PrintStream outStream, PrintStream errStream) {
    Map<String, String> variables = new HashMap<>();
    variables.put("PATH", "/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
    for (String assignment : run.given("env")) {
      String[] parts = assignment.split("=", 2);
      variables.put(parts[0], parts[1]);
    }
    String terminal = String.join(" ", run.given("terminal"));
    String answer = String.join("\n", run.given("answer"));
    return new Environment(
        variables,
        disk.getPath("/root"),
        disk.getPath("/root"),
        disk.getPath(replay == null ? "/here" : "/"),
        disk.getPath("/opt/kvmcore"),
        "amd64",
        run.given("user").isEmpty() ? "root" : run.given("user").get(0),
        4711,
        new Environment.Terminal(
            terminal.contains("in"), terminal.contains("out"), terminal.contains("err")),
        new ByteArrayInputStream(answer.getBytes(UTF_8)),
        outStream,
        errStream);
  }
}
