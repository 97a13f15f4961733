package io.github.kvmcore.engine.libvirt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kvmcore.cli.Kvmcore;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.http.HttpDownloader;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whole runs of kvmcore on a {@link SimulatedHost}, in this process; libvirt refuses there in its
 * own words. A run can be given one {@link CommandFault}.
 */
public final class SimulatedRuns implements CommandRunner {
  private static final String CACHE = "/var/lib/libvirt/images/kvmcore-cache";
  private static final String IMAGE = "/var/tmp/base.qcow2";

  public final SimulatedHost host = new SimulatedHost();
  HostFiles files = host.files;
  Ports ports = (address, port, limit) -> Ports.Answer.SSH;
  final Map<String, String> variables = new HashMap<>(Map.of("PATH", "/usr/bin"));
  private final Map<String, Integer> seen = new HashMap<>();
  private final List<String> ran = new ArrayList<>();
  private String faulty = "";
  private CommandFault fault = CommandFault.FAILS;
  private boolean met;
  private boolean ended;
  private Thread caller = Thread.currentThread();

  /** How a run ended. */
  public record Result(int status, String out, String err) {}

  public SimulatedRuns() {
    for (String program :
        "libvirtd ip dnsmasq openssl ssh-keygen gpgv lvs lvcreate lvremove lvchange lvextend vgs vgcreate lsblk wipefs thin_check"
            .split(" ")) {
      host.put("/usr/bin/" + program, "", 0755);
    }
    host.put("/run/kvmcore/nothing", "", 0644);
    host.put("/root/nothing", "", 0644);
    openFolders();
    try {
      Files.createDirectories(host.path("/var/tmp"));
      byte[] header = ByteBuffer.allocate(512).putInt(0, 0x514649fb).putInt(4, 3).array();
      Files.write(host.path(IMAGE), header);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everybody can pass through all folders that there are now. */
  public void openFolders() {
    try (Stream<Path> all = Files.walk(host.path("/"))) {
      for (Path folder : all.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command line. */
  public Result run(String... arguments) {
    seen.clear();
    ran.clear();
    met = false;
    ended = false;
    caller = Thread.currentThread();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    HostAccess access = new HostAccess(this, files, ports, new HttpDownloader(Map.of()));
    int status =
        new Kvmcore(
                environment(new PrintStream(out), new PrintStream(err)), access, LibvirtEngine::new)
            .run(arguments);
    faulty = "";
    boolean unused = Thread.interrupted();
    return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Runs a command line in which one command goes wrong. */
  public Result run(CommandFault kind, String command, String... arguments) {
    fault = kind;
    faulty = command;
    return run(arguments);
  }

  /** What the last run ran, each with its number where it was run before. */
  public List<String> ran() {
    return List.copyOf(ran);
  }

  /** Whether the last run came to the command that was to go wrong. */
  boolean metFault() {
    return met;
  }

  /** What is on the host, but for images, which stay. */
  public String state() {
    return host.state()
        .lines()
        .filter(line -> !line.startsWith(CACHE))
        .collect(Collectors.joining("\n"));
  }

  /** The states of all domains, by name. */
  List<String> machines() {
    return host.libvirt.domains.values().stream()
        .map(domain -> domain.name + " " + domain.state)
        .sorted()
        .toList();
  }

  private Environment environment(PrintStream out, PrintStream err) {
    return new Environment(
        Map.copyOf(variables),
        host.path("/root"),
        host.path("/root"),
        host.path("/root"),
        Path.of("").toAbsolutePath(),
        "amd64",
        "root",
        4711,
        new Environment.Terminal(false, false, false),
        new ByteArrayInputStream(new byte[0]),
        out,
        err);
  }

  /** What {@code create} needs on every host. */
  public static String[] create(String... more) {
    List<String> all = new ArrayList<>(List.of("create", "--image", IMAGE, "--memory", "256MiB"));
    all.addAll(List.of("-e", "use_my_public_key=no", "-e", "config_drive=9p"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Override
  public synchronized CommandResult run(Command command) {
    return counted(command, InputStream.nullInputStream());
  }

  @Override
  public CommandResult stream(Command command, InputStream in, OutputStream out) {
    byte[] bytes;
    try {
      bytes = in.readAllBytes(); // waits for other threads
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    synchronized (this) {
      return counted(command, new ByteArrayInputStream(bytes));
    }
  }

  private CommandResult counted(Command command, InputStream in) {
    String display = identity(command);
    int number = seen.merge(display, 1, Integer::sum);
    String name = number + " " + display;
    ran.add(name);
    if (ended) {
      return CommandFault.INTERRUPTED.of(command, () -> null);
    }
    if (!met && name.equals(faulty)) {
      met = true;
      ended = fault == CommandFault.INTERRUPTED;
      if (ended) {
        caller.interrupt();
      }
      return fault.of(command, () -> real(command, in));
    }
    return real(command, in);
  }

  /**
   * The same in each run: machines are asked about in the order in which they were defined, an
   * image is named after the time of its source, and a certificate's number is drawn by lot.
   */
  private static String identity(Command command) {
    return command
        .display()
        .replaceAll("dumpxml [0-9a-f-]{36}", "dumpxml UUID")
        .replaceAll("-set_serial 0x[0-9a-f]+", "-set_serial NUMBER")
        .replaceAll("base-[0-9a-f]{12}", "base-HASH");
  }

  private CommandResult real(Command command, InputStream in) {
    List<String> argv = command.argv();
    try {
      if (argv.equals(List.of("openssl", "dgst", "-r", "-sha512"))) {
        return answer(command, digest(in) + " *stdin\n");
      }
      if (argv.equals(List.of("sha512sum"))) {
        return answer(command, digest(in) + "  -\n");
      }
      if (argv.get(0).equals("qemu-img") && argv.get(1).equals("info")) {
        return answer(command, "{\"format\": \"qcow2\", \"virtual-size\": 67108864}");
      }
      if (argv.contains("version")) {
        return answer(command, "Running against daemon: 9.0.0\n");
      }
      String refusal = argv.get(0).equals("virsh") ? refusal(argv.subList(4, argv.size())) : null;
      if (refusal != null) {
        return new CommandResult(command, 1, "", refusal + "\n", Duration.ZERO);
      }
      CommandResult result = host.run(command);
      if (result.ok() && argv.contains("shutdown")) {
        host.libvirt.domain(argv.get(5)).state = "shut off";
      }
      return result;
    } catch (AssertionError e) {
      return new CommandResult(command, 1, "", "error: " + e.getMessage(), Duration.ZERO);
    }
  }

  private static CommandResult answer(Command command, String out) {
    return new CommandResult(command, 0, out, "", Duration.ZERO);
  }

  private static String digest(InputStream in) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-512").digest(in.readAllBytes()));
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** libvirt's words where it would not do it; null where it would. */
  private String refusal(List<String> words) {
    if (words.size() < 2) {
      return null;
    }
    String key = words.get(1);
    String verb = words.get(0);
    if (verb.equals("net-define") || verb.equals("define")) {
      return null;
    }
    SimulatedLibvirt.Thing thing =
        find(verb.startsWith("net-") ? host.libvirt.networks : host.libvirt.domains, key);
    if (thing == null) {
      String what = verb.startsWith("net-") ? "network" : "domain";
      return "error: failed to get " + what + " '" + key + "'";
    }
    String invalid = "error: Requested operation is not valid: ";
    return switch (verb + " " + thing.state) {
      case "start running" -> "error: Domain is already active";
      case "start paused" -> "error: Domain is already active";
      case "destroy shut off", "shutdown shut off" -> invalid + "domain is not running";
      case "resume running" -> invalid + "domain is already running";
      case "net-start active" -> invalid + "network is already active";
      case "net-destroy inactive" -> invalid + "network '" + thing.name + "' is not active";
      default -> verb.equals("net-update") ? reservation(words, thing) : null;
    };
  }

  private static String reservation(List<String> words, SimulatedLibvirt.Thing network) {
    String host = words.get(4);
    boolean adds = words.get(2).equals("add");
    if (words.get(3).equals("dns-host")) {
      boolean known = network.xml.contains(host);
      return adds && known
          ? "error: there is already at least one DNS HOST record with a matching field"
          : !adds && !known ? "error: couldn't locate a matching DNS HOST record" : null;
    }
    String mac = host.replaceFirst(".*mac='([^']+)'.*", "$1");
    boolean known = network.xml.contains("<host mac='" + mac + "'");
    return adds && known
        ? "error: there is an existing dhcp host entry in network '" + network.name + "'"
        : !adds && !known ? "error: couldn't locate a matching dhcp host entry" : null;
  }

  private static SimulatedLibvirt.Thing find(
      Map<String, SimulatedLibvirt.Thing> things, String key) {
    return things.values().stream()
        .filter(thing -> thing.uuid.equals(key) || thing.name.equals(key))
        .findFirst()
        .orElse(null);
  }
}
