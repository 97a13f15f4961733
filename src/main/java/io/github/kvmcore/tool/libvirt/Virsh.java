package io.github.kvmcore.tool.libvirt;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.Dhcp;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Argument lists of {@code virsh}, for one connection. */
public final class Virsh {
  /** Said by libvirt where a domain that is to be stopped does not run. */
  public static final String NOT_RUNNING = "domain is not running";

  /** Said by libvirt where a domain that is to be started runs. */
  public static final String ACTIVE = "already active";

  /** Said by libvirt where a domain that is to be resumed is not paused. */
  public static final String ALREADY_RUNNING = "domain is already running";

  /** Said by libvirt where a network is gone. */
  public static final String NO_NETWORK = "failed to get network";

  /** Said by libvirt where a domain is gone. */
  public static final String NO_DOMAIN = "failed to get domain";

  /** Said by libvirt where a network that is to be started runs. */
  public static final String NETWORK_ACTIVE = "network is already active";

  /** Said by libvirt where a network that is to be stopped does not run. */
  public static final String NETWORK_INACTIVE = "is not active";

  /** What it says where the name server does not know the host that is to be taken away. */
  public static final String NO_NAME = "couldn't locate a matching DNS HOST record";

  /** What it says where there is no entry for the address that is to be taken away. */
  public static final String NO_RESERVATION = "couldn't locate a matching dhcp host entry";

  /** What it says where an address is kept already: for the same machine, or for another. */
  public static final String RESERVED = "there is an existing dhcp host entry";

  /** What it says where the name server knows the host or its address already. */
  public static final String NAMED = "there is already at least one DNS HOST record";

  /** What is said where libvirtd is not there, or not yet. */
  public static final String NOT_CONNECTED = "failed to connect to the hypervisor";

  /**
   * What virsh says if libvirtd closes the connection. {@code BrokenConnections} closes it after
   * each message in turn; what virsh 9.0 does not say there is from the texts in its binaries.
   */
  private static final List<String> CONNECTION_BROKEN =
      List.of(
          "Disconnected from ", // said at the end, too, when all was answered
          "no valid connection",
          "Cannot recv data",
          "Cannot write data",
          "End of file while reading data",
          "End of file while writing data",
          "client socket is closed",
          "connection closed due to keepalive timeout",
          "Failed to reconnect to the hypervisor");

  /** SIGPIPE's, of which virsh dies where libvirtd goes away while it writes. */
  private static final int BROKEN_PIPE = 141;

  private final String uri;

  /**
   * @param uri libvirt's connection URI
   */
  public Virsh(String uri) {
    this.uri = uri;
  }

  /** Whether virsh had no libvirtd to talk to, or not to the end. */
  public static boolean lostConnection(CommandResult result) {
    return result.command().program().equals("virsh")
        && (result.exitStatus() == BROKEN_PIPE || saysLostConnection(result.err()));
  }

  /** Whether virsh found no libvirtd at all, neither one that closed the connection. */
  public static boolean foundNone(CommandResult result) {
    return result.err().contains(NOT_CONNECTED) && !saysBrokenConnection(result.err());
  }

  /** Whether a text quotes virsh on that. */
  private static boolean saysLostConnection(String text) {
    return text.contains(NOT_CONNECTED) || saysBrokenConnection(text);
  }

  /** Whether a text quotes virsh on a libvirtd that was there, and closed the connection. */
  private static boolean saysBrokenConnection(String text) {
    return CONNECTION_BROKEN.stream().anyMatch(text::contains);
  }

  /**
   * The cause in what virsh said: the last line holds it, the first only says that there is one.
   */
  public static String cause(String said) {
    return said.substring(said.lastIndexOf('\n') + 1).replaceFirst("^error: ", "");
  }

  /** Whether a command changes a network: libvirt does it wholly or not at all. */
  public static boolean isNetUpdate(Command command) {
    return command.program().equals("virsh") && command.argv().contains("net-update");
  }

  public Command define(Path xml) {
    return command("define", xml.toString());
  }

  public Command start(UUID domain) {
    return command("start", domain.toString());
  }

  /** Presses the power button; returns at once, and a guest may ignore it. */
  public Command shutdown(UUID domain) {
    return command("shutdown", domain.toString());
  }

  /** Lets a paused domain go on. */
  public Command resume(UUID domain) {
    return command("resume", domain.toString());
  }

  /**
   * Writes down when a machine's time is over, for good: in what libvirt keeps.
   *
   * @param expires null: takes that away
   */
  public Command lifetime(UUID domain, @Nullable Instant expires) {
    return lifetime(domain, expires, "--config");
  }

  /** The same of a domain that runs, as it is until its end. */
  public Command lifetimeNow(UUID domain, @Nullable Instant expires) {
    return lifetime(domain, expires, "--live");
  }

  private Command lifetime(UUID domain, @Nullable Instant expires, String where) {
    String id = domain.toString();
    return expires == null
        ? command("metadata", id, MachineTag.LIFETIME, "--remove", where)
        : command(
            "metadata",
            id,
            MachineTag.LIFETIME,
            "--key",
            "kvmcore-lifetime",
            "--set",
            "<lifetime expires='" + expires + "'/>",
            where);
  }

  /** Lets a domain start with the host. */
  public Command autostart(UUID domain) {
    return command("autostart", domain.toString());
  }

  /** Its state, and why it is in it. */
  public Command stateWithReason(UUID domain) {
    return command("domstate", domain.toString(), "--reason");
  }

  /**
   * Ends QEMU by a signal that lets it write what it holds; fails where it does not end by that.
   */
  public Command destroyGracefully(UUID domain) {
    return command("destroy", domain.toString(), "--graceful");
  }

  /** Powers a domain off. */
  public Command destroy(UUID domain) {
    return command("destroy", domain.toString());
  }

  /** Forgets a domain that does not run, with everything that libvirt keeps for it. */
  public Command undefine(UUID domain) {
    return undefine(domain, "--nvram");
  }

  /** The same, but for the file with its firmware's variables, whose path is the domain's own. */
  public Command forget(UUID domain) {
    return undefine(domain, "--keep-nvram");
  }

  private Command undefine(UUID domain, String nvram) {
    return command(
        "undefine",
        domain.toString(),
        "--managed-save",
        "--snapshots-metadata",
        "--checkpoints-metadata",
        nvram);
  }

  public Command netDefine(Path xml) {
    return command("net-define", xml.toString());
  }

  public Command netStart(String network) {
    return command("net-start", network);
  }

  public Command netAutostart(String network) {
    return command("net-autostart", network);
  }

  public Command netDestroy(String network) {
    return command("net-destroy", network);
  }

  public Command netUndefine(String network) {
    return command("net-undefine", network);
  }

  /** Adds a DHCP reservation. */
  public Command addReservation(Network network, Reservation host) {
    String ip = " ip='" + host.address() + "'";
    return reservation(network, "add", "mac='" + host.mac() + "' name='" + host.name() + "'" + ip);
  }

  /** Removes the DHCP reservation of a MAC address. */
  public Command deleteReservation(Network network, String mac) {
    return reservation(network, "delete", "mac='" + mac + "'");
  }

  /** libvirt looks for it in the first {@code <ip>} with DHCP of any family, if not told where. */
  private Command reservation(Network network, String verb, String host) {
    List<String> options = new ArrayList<>(scope(network));
    Dhcp dhcp = network.dhcp();
    if (dhcp != null && dhcp.index() > 0) {
      options.addAll(List.of("--parent-index", String.valueOf(dhcp.index())));
    }
    return netUpdate(network, verb, "ip-dhcp-host", "<host " + host + "/>", options);
  }

  /** Adds a host to those that a network's name server knows. */
  public Command addName(Network network, Reservation host) {
    return netUpdate(network, "add", "dns-host", nameXml(host), scope(network));
  }

  /** Removes it. */
  public Command deleteName(Network network, Reservation host) {
    return netUpdate(network, "delete", "dns-host", nameXml(host), scope(network));
  }

  private static String nameXml(Reservation host) {
    return "<host ip='" + host.address() + "'><hostname>" + host.name() + "</hostname></host>";
  }

  private Command netUpdate(
      Network network, String verb, String section, String xml, List<String> options) {
    List<String> words = new ArrayList<>(List.of("net-update", network.name(), verb, section, xml));
    words.addAll(options);
    return command(words.toArray(String[]::new));
  }

  /** Now, for later, or both; libvirt refuses to change what there is not. */
  private static List<String> scope(Network network) {
    List<String> scope = new ArrayList<>();
    if (network.active()) {
      scope.add("--live");
    }
    if (network.persistent()) {
      scope.add("--config");
    }
    return scope;
  }

  /** What a machine's own interfaces say of their addresses. */
  public List<String> addresses(UUID domain, String source) {
    return List.of("domifaddr", domain.toString(), "--source", source);
  }

  /** A single command. */
  public Command command(String... words) {
    List<String> argv = new ArrayList<>(List.of("virsh", "-q", "-c", uri));
    argv.addAll(List.of(words));
    return Command.of(argv);
  }

  /** Several commands in one process; their outputs are told apart by {@link VirshBatch#blocks}. */
  public Command batch(List<List<String>> commands) {
    return command(VirshBatch.line(commands));
  }
}
