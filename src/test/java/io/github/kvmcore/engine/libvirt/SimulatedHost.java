package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Lease;
import io.github.kvmcore.tool.libvirt.DomainXml;
import io.github.kvmcore.tool.libvirt.NetworkXml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host in memory: files, a libvirt, routes. It does what a plan's actions say. */
final class SimulatedHost implements CommandRunner {
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]+)|;");

  final FileSystem fileSystem =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder()
              .setWorkingDirectory("/")
              .setMaxSize(1L << 40)
              .setAttributeViews("basic", "owner", "posix", "unix")
              .setDefaultAttributeValue("owner:owner", "root")
              .build());
  final SimulatedLibvirt libvirt = new SimulatedLibvirt();
  final SimulatedLvm lvm = new SimulatedLvm();
  LocalFiles files = new LocalFiles(true);

  /** Who answers on its networks. */
  final List<Lease> neighbours = new ArrayList<>();

  final List<String> routes = new ArrayList<>(List.of("default via 10.0.2.2 dev eth0"));

  SimulatedHost() {
    for (String folder : List.of("/usr/bin", "/var/lib/libvirt/images", "/var/log/libvirt/qemu")) {
      makeFolders(path(folder));
    }
    for (String program : List.of("virsh", "qemu-img", "qemu-system-x86_64", "genisoimage")) {
      put("/usr/bin/" + program, "", 0755);
    }
    put("/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu vmx\n\nprocessor\t: 1\n", 0444);
    put("/proc/meminfo", "MemTotal: 4294967296 kB\nMemAvailable: 4000000000 kB\n", 0444);
    put("/proc/net/arp", "IP address HW type Flags HW address Mask Device\n", 0444);
    put("/etc/machine-id", "0123456789abcdef0123456789abcdef\n", 0444);
    put("/etc/passwd", "root:x:0:0::/root:/bin/sh\nlibvirt-qemu:x:64055:108::/:/bin/false\n", 0644);
  }

  Path path(String path) {
    return fileSystem.getPath(path);
  }

  private static void makeFolders(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void put(String path, String text, int mode) {
    makeFolders(path(path).getParent());
    files.write(path(path), text, mode, null);
  }

  /** A file's text. */
  Optional<String> text(Path file) {
    return files.read(file);
  }

  HostAccess access() {
    return new HostAccess(this, files, null, null);
  }

  /** Everything on the host that a plan could change, for comparing two states. */
  String state() {
    StringBuilder text = new StringBuilder(lvm.state());
    libvirt.domains.values().forEach(d -> text.append(d.state).append(' ').append(d.xml));
    libvirt.networks.values().forEach(n -> text.append(n.state).append(' ').append(n.xml));
    try (var all = Files.walk(path("/"))) {
      all.sorted().forEach(path -> text.append(path).append('\n'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  @Override
  public CommandResult run(Command command) {
    List<String> argv = command.argv();
    return switch (argv.get(0)) {
      case "virsh" -> virsh(command, argv.subList(4, argv.size()));
      case "ip" -> result(command, Optional.of(String.join("\n", routes)));
      default -> result(command, lvm.knows(argv.get(0)) ? lvm.run(argv) : program(command));
    };
  }

  private Optional<String> program(Command command) {
    List<String> argv = command.argv();
    Path last = path(argv.get(argv.size() - 1));
    switch (argv.get(0)) {
      case "openssl" -> openssl(command);
      case "ssh-keygen" -> {
        assertFalse(Files.exists(last), () -> last + " is there");
        files.write(last, "secret " + last.getFileName(), 0600, null);
        Path publicKey = last.resolveSibling(last.getFileName() + ".pub");
        files.write(publicKey, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ a\n", 0600, null);
      }
      case "qemu-img" -> qemuImg(argv);
      case "genisoimage" -> {
        assertTrue(Files.isDirectory(last), () -> argv + " needs its folder");
        files.write(path(argv.get(argv.size() - 2)), "iso", 0600, null);
      }
      default -> throw new AssertionError("nobody can run " + argv);
    }
    return Optional.of("");
  }

  /** It reads the files that it names, and does not write over another. */
  private void openssl(Command command) {
    command.argv().stream()
        .filter(word -> word.startsWith("/") && !word.equals("/dev/stdin"))
        .forEach(file -> assertTrue(Files.exists(path(file)), () -> command + " lacks " + file));
    Path made = Objects.requireNonNull(command.outputFile());
    assertFalse(Files.exists(made), () -> made + " is there");
    files.write(made, "secret " + made.getFileName(), 0600, null);
  }

  private void qemuImg(List<String> argv) {
    if (argv.contains("check")) {
      return;
    }
    String end = argv.get(argv.size() - 1);
    Path made = path(end.matches("\\d+") ? argv.get(argv.size() - 2) : end);
    Path base = argv.contains("-b") ? path(argv.get(argv.indexOf("-b") + 1)) : made;
    if (argv.contains("convert")) {
      base = path(argv.get(argv.size() - 2));
    }
    assertTrue(Files.exists(base), () -> argv + " needs its base");
    if (argv.contains("-n")) {
      lvm.fill(end);
      return;
    }
    writeDisk(made);
  }

  /** A qcow2 file as far as its tables; see docs/interop/qcow2.rst of QEMU. */
  private static void writeDisk(Path disk) {
    ByteBuffer image = ByteBuffer.allocate(4 << 16);
    image.putInt(0, 0x514649fb).putInt(4, 3).putInt(20, 16).putLong(24, 1 << 30);
    image.putInt(36, 2).putLong(40, 3 << 16).putLong(48, 1 << 16).putInt(56, 1);
    try {
      Files.write(disk, image.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandResult virsh(Command command, List<String> words) {
    if (words.size() > 1 || !words.get(0).startsWith("echo")) {
      return result(command, one(words));
    }
    StringBuilder out = new StringBuilder();
    for (List<String> one : split(words.get(0))) {
      out.append(one.get(0).equals("echo") ? one.get(1) : libvirt.run(one).orElse("")).append("");
    }
    return result(command, Optional.of(out.toString()));
  }

  private Optional<String> one(List<String> words) {
    if (words.get(0).equals("define") || words.get(0).equals("net-define")) {
      String xml = files.read(path(words.get(1))).orElseThrow();
      boolean domain = words.get(0).equals("define");
      libvirt.define(
          domain ? libvirt.domains : libvirt.networks, xml, domain ? "shut off" : "inactive");
      return Optional.of("");
    }
    if (words.get(0).equals("start")) {
      requireFiles(words.get(1));
      becomeNeighbour(words.get(1));
    }
    return libvirt.run(words);
  }

  /** What the kernel knows of a guest that has answered. */
  private void becomeNeighbour(String domain) {
    Domain guest = new DomainXml(fileSystem).parse(libvirt.domain(domain).xml, DomainState.RUNNING);
    for (Domain.Interface link : guest.interfaces()) {
      libvirt.networks.values().stream()
          .filter(network -> network.name.equals(link.source()))
          .flatMap(it -> NetworkXml.parse(it.xml, true).addressOf(link.mac()).stream())
          .forEach(address -> neighbour(address, link.mac()));
    }
  }

  /** Adds an entry to the kernel's list. */
  void neighbour(Ipv4Address address, String mac) {
    String line = "%s 0x1 0x2 %s * virbr9%n".formatted(address, mac);
    put("/proc/net/arp", text(path("/proc/net/arp")).orElse("") + line, 0444);
  }

  /** QEMU does not start without its disk and drive, and libvirt not without the network. */
  private void requireFiles(String domain) {
    String xml = libvirt.domain(domain).xml;
    Set<String> used = new LinkedHashSet<>();
    Matcher file = Pattern.compile("<source (?:file|dir)='([^']+)'").matcher(xml);
    while (file.find()) {
      used.add(file.group(1));
    }
    Matcher volume = Pattern.compile("<source dev='/dev/([^']+)'").matcher(xml);
    if (volume.find()) {
      SimulatedLvm.Volume disk = lvm.volumes.get(volume.group(1));
      assertTrue(disk.filled && !disk.tags.contains("kvmcore.unfinished"), volume.group(1));
    }
    used.forEach(name -> assertTrue(Files.exists(path(name)), () -> domain + " lacks " + name));
    Matcher network = Pattern.compile("<source network='([^']+)'").matcher(xml);
    if (network.find()) {
      assertEquals("active", libvirt.network(network.group(1)).state, "network of " + domain);
    }
    Matcher log = Pattern.compile("<log file='([^']+)'").matcher(xml);
    if (log.find()) {
      files.write(path(log.group(1)), "Linux version\n", 0600, null);
    }
  }

  /** virsh's own syntax: words, quoted or not, and semicolons. */
  private static List<List<String>> split(String line) {
    List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      if (word.group().equals(";")) {
        commands.add(new ArrayList<>());
      } else {
        String text = word.group(1) == null ? word.group(2) : word.group(1);
        commands.get(commands.size() - 1).add(text.replaceAll("\\\\(.)", "$1"));
      }
    }
    return commands;
  }

  private static CommandResult result(Command command, Optional<String> out) {
    return new CommandResult(
        command,
        out.isPresent() ? 0 : 1,
        out.orElse(""),
        out.isPresent() ? "" : "error: no",
        Duration.ZERO);
  }
}
