package io.github.kvmcore.engine.libvirt;

import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Lease;
import io.github.kvmcore.tool.libvirt.Xml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What people do to a host between two runs of kvmcore, a line each. */
final class HostChange {
  private final SimulatedHost host;
  private final SimulatedLibvirt libvirt;

  HostChange(SimulatedHost host) {
    this.host = host;
    this.libvirt = host.libvirt;
  }

  void make(String line) {
    String[] words = line.split(" ", 3);
    String first = words[1];
    String second = words.length > 2 ? words[2] : "";
    switch (words[0]) {
      case "state" -> libvirt.domain(first).state = second;
      case "undefine" -> libvirt.domains.remove(libvirt.domain(first).uuid);
      case "net-undefine" -> libvirt.networks.remove(libvirt.network(first).uuid);
      case "net-state" -> libvirt.network(first).state = second;
      case "file" -> host.put(first, "somebody's\n", 0644);
      case "program" -> host.put("/usr/bin/" + first, "", 0755);
      case "inventory" -> host.put(first, second.replace("\\n", "\n") + "\n", 0644);
      case "ordinary" -> host.files = new LocalFiles(false);
      case "empty" -> cut(first, 0);
      case "cut" -> cut(first, 1 << 16);
      case "remove" -> host.files.deleteTree(host.path(first));
      case "group" -> host.lvm.groups.put(first, Long.valueOf(second));
      case "volume" -> volume(first, second);
      case "lvchange" -> host.lvm.volumes.get(second).active = first.equals("-ay");
      case "vg-detach" -> host.lvm.detach(first);
      case "lvm-fails" -> host.lvm.broken = true;
      case "lvremove" -> host.lvm.volumes.remove(first);
      case "device" -> device(first, second);
      case "answers" ->
          host.neighbours.add(new Lease(second, Ipv4Address.parse(first).orElseThrow()));
      case "route" -> host.routes.add(first + " " + second);
      case "lease" ->
          libvirt.leases.computeIfAbsent(first, n -> new ArrayList<>()).add(lease(second));
      case "domain" -> libvirt.define(libvirt.domains, fixture(first), second);
      case "network" -> network(first, second);
      case "clone" -> cloneOf(first, second);
      case "copy-network" -> copyOf(first, second);
      case "edit" -> edit(first, second);
      default -> throw new AssertionError("what is: " + line);
    }
  }

  /** As a power failure leaves a file that was not yet on the disk. */
  private void cut(String file, int bytes) {
    try {
      byte[] all = Files.readAllBytes(host.path(file));
      Files.write(host.path(file), Arrays.copyOf(all, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code GROUP/NAME [TAG…]}: somebody's, or what a run left, where it has kvmcore's tags. */
  private void volume(String name, String tags) {
    SimulatedLvm.Volume volume = new SimulatedLvm.Volume();
    volume.bytes = 1 << 30;
    volume.filled = true;
    volume.isPool = tags.contains("thin-pool");
    Stream.of(tags.split(" ")).filter(tag -> !tag.isEmpty()).forEach(volume.tags::add);
    volume.tags.remove("thin-pool");
    volume.tags.stream()
        .filter(tag -> tag.startsWith("in="))
        .forEach(tag -> volume.pool = tag.substring(3));
    volume.tags.removeIf(tag -> tag.startsWith("in="));
    volume.tags.stream()
        .filter(tag -> tag.startsWith("of="))
        .forEach(tag -> volume.origin = tag.substring(3));
    volume.tags.removeIf(tag -> tag.startsWith("of="));
    host.lvm.volumes.put(name, volume);
  }

  /** {@code transient} is what net-create makes. */
  private void network(String name, String state) {
    boolean isTransient = state.equals("transient");
    libvirt.define(libvirt.networks, fixture(name), isTransient ? "active" : state);
    libvirt.network(Xml.parse(fixture(name)).textOf("name")).isTransient = isTransient;
  }

  private void device(String path, String content) {
    host.put(path, "", 0600);
    host.lvm.devices.put(path, content);
  }

  /** As virsh shows one: MAC, address and name in its table. */
  private static String lease(String words) {
    String[] parts = words.split(" ");
    return " 2026-01-01 00:00:00   %s   ipv4   %s/24   x   -".formatted(parts[0], parts[1]);
  }

  private static String fixture(String name) {
    Path own = PlanCase.FIXTURES.resolve("plans").resolve("somebodys").resolve(name + ".xml");
    Path recorded = PlanCase.FIXTURES.resolve("outputs/virsh").resolve(name + ".txt");
    return PlanCase.text(own.toFile().exists() ? own : recorded);
  }

  /** As virt-clone does: another name, UUID and MAC, the rest with kvmcore's tag is the same. */
  private void cloneOf(String name, String copy) {
    SimulatedLibvirt.Thing original = libvirt.domain(name);
    String xml =
        original
            .xml
            .replace("<name>" + name + "<", "<name>" + copy + "<")
            .replace(original.uuid, Identity.uuid("somebody", copy).toString())
            .replaceFirst("<mac address='[^']+'", "<mac address='52:54:00:00:00:77'");
    libvirt.define(libvirt.domains, xml, "shut off");
  }

  private void copyOf(String name, String copy) {
    SimulatedLibvirt.Thing original = libvirt.network(name);
    String xml =
        original
            .xml
            .replace("<name>" + name + "<", "<name>" + copy + "<")
            .replace(original.uuid, Identity.uuid("somebody", copy).toString());
    libvirt.define(libvirt.networks, xml, "inactive");
  }

  /** What virsh edit does: {@code NAME /from/to/}. */
  private void edit(String name, String change) {
    List<String> parts = List.of(change.substring(1).split(Pattern.quote(change.substring(0, 1))));
    SimulatedLibvirt.Thing thing =
        libvirt.domains.values().stream().anyMatch(domain -> domain.name.equals(name))
            ? libvirt.domain(name)
            : libvirt.network(name);
    if (!thing.xml.contains(parts.get(0))) {
      throw new AssertionError(name + " has no " + parts.get(0));
    }
    thing.xml = thing.xml.replace(parts.get(0), parts.size() > 1 ? parts.get(1) : "");
  }
}
