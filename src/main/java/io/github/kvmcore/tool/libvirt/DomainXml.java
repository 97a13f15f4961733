package io.github.kvmcore.tool.libvirt;

import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.EtcdTag;
import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.Disk;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads libvirt's domain XML (libvirt.org/formatdomain.html) as far as kvmcore needs it. */
public final class DomainXml {
  private static final List<String> SOURCE_ATTRIBUTES = List.of("file", "dev", "dir");

  /** More than a machine can have. */
  private static final int MAX_DATA = 64;

  private final FileSystem fileSystem;

  public DomainXml(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /**
   * Reads a domain.
   *
   * @throws IllegalArgumentException where the text is not a domain
   */
  public Domain parse(String text, DomainState state) {
    Xml root = Xml.parse(text);
    if (!root.name().equals("domain")) {
      throw new IllegalArgumentException("the root element is " + root.name() + ", not domain");
    }
    return new Domain(
        Uuids.parse(root.textOf("uuid")),
        root.textOf("name"),
        state,
        memoryKiB(root),
        Integer.parseInt(root.textOf("vcpu")),
        files(root),
        root.all("devices", "interface").stream().map(DomainXml::networkInterface).toList(),
        new HardwareXml(fileSystem).parse(root),
        tag(root).orElse(null));
  }

  private static long memoryKiB(Xml root) {
    Xml memory = root.first("memory").orElseThrow(() -> missing("memory"));
    long amount = Long.parseLong(memory.text());
    return switch (memory.attribute("unit")) {
      case "", "KiB", "k" -> amount;
      case "b", "bytes" -> amount >> 10;
      case "M", "MiB" -> amount << 10;
      case "G", "GiB" -> amount << 20;
      case "T", "TiB" -> amount << 30;
      default -> throw new IllegalArgumentException("memory in " + memory.attribute("unit"));
    };
  }

  private List<Path> files(Xml root) {
    Stream<Xml> sources =
        Stream.of("disk", "filesystem").flatMap(kind -> root.all("devices", kind).stream());
    Stream<Path> firmware =
        root.all("sysinfo", "entry").stream()
            .map(entry -> entry.attribute("file"))
            .filter(path -> path.startsWith("/"))
            .flatMap(path -> path(path).stream());
    return Stream.concat(sources.flatMap(this::filesBelow), firmware).toList();
  }

  /** A running domain's disk also names its backing files, nested in each other. */
  private Stream<Path> filesBelow(Xml device) {
    Stream<Path> own =
        device.all("source").stream()
            .flatMap(source -> SOURCE_ATTRIBUTES.stream().map(source::attribute))
            .filter(path -> path.startsWith("/"))
            .flatMap(path -> path(path).stream());
    return Stream.concat(own, device.all("backingStore").stream().flatMap(this::filesBelow));
  }

  private static Domain.Interface networkInterface(Xml element) {
    String mac = element.first("mac").map(found -> found.attribute("address")).orElse("");
    Optional<Xml> source = element.first("source");
    String where =
        switch (element.attribute("type")) {
          case "network" -> source.map(found -> found.attribute("network")).orElse("");
          case "bridge" -> source.map(found -> "bridge:" + found.attribute("bridge")).orElse("");
          default -> "";
        };
    return new Domain.Interface(mac.toLowerCase(Locale.ROOT), where, rule(element));
  }

  /** Of an interface; libvirt shows it of a running domain as it was given. */
  static String filter(Xml element) {
    return element.first("filterref").map(found -> found.attribute("filter")).orElse("");
  }

  /** The same with what it is told, as {@code clean-traffic IP=192.168.1.5}. */
  private static String rule(Xml element) {
    Stream<String> told =
        element.all("filterref", "parameter").stream()
            .map(it -> it.attribute("name") + "=" + it.attribute("value"));
    return Stream.concat(Stream.of(filter(element)), told).collect(Collectors.joining(" "));
  }

  private Optional<MachineTag> tag(Xml root) {
    return metadata(root, MachineTag.NAMESPACE, "machine")
        .flatMap(machine -> readTag(machine, expires(root)));
  }

  private static Optional<Xml> metadata(Xml root, String namespace, String name) {
    return root.first("metadata").stream()
        .flatMap(metadata -> metadata.children().stream())
        .filter(child -> child.isIn(namespace) && child.name().equals(name))
        .findFirst();
  }

  /** A time that is none never comes. */
  private static @Nullable Instant expires(Xml root) {
    String time =
        metadata(root, MachineTag.LIFETIME, "lifetime")
            .map(lifetime -> lifetime.attribute("expires"))
            .orElse("");
    try {
      return Instant.parse(time);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** A tag that somebody damaged is no tag: the domain then counts as somebody else's. */
  private Optional<MachineTag> readTag(Xml xml, @Nullable Instant expires) {
    try {
      return Optional.of(
          new MachineTag(
              required(xml, "cluster"),
              required(xml, "name"),
              Integer.parseInt(required(xml, "index")),
              requiredPath(xml, "storage"),
              Disk.at(requiredPath(xml, "disk"), requiredPath(xml, "storage")),
              requiredPath(xml, "drive"),
              requiredPath(xml, "console"),
              required(xml, "network"),
              Urls.shown(required(xml, "image")),
              required(xml, "profile"),
              xml.attribute("created"),
              EtcdTag.parse(xml.attribute("discovery"), xml.attribute("members")),
              path(xml.attribute("base")).filter(Path::isAbsolute).orElse(null),
              release(xml),
              dataDisks(xml),
              K3sRole.parse(xml.attribute("role")),
              expires));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static OsRelease release(Xml xml) {
    return new OsRelease(
        Os.parse(xml.attribute("os")),
        xml.attribute("channel"),
        xml.attribute("version"),
        xml.attribute("architecture"));
  }

  /** How many there are is kept; their names follow from the first disk's. */
  private List<Disk> dataDisks(Xml xml) {
    String count = xml.attribute("data");
    Disk first = Disk.at(requiredPath(xml, "disk"), requiredPath(xml, "storage"));
    return IntStream.rangeClosed(
            1, count.isEmpty() ? 0 : Math.min(MAX_DATA, Integer.parseInt(count)))
        .<Disk>mapToObj(first::data)
        .toList();
  }

  private static String required(Xml xml, String name) {
    String value = xml.attribute(name);
    if (value.isEmpty()) {
      throw missing(name);
    }
    return value;
  }

  private Path requiredPath(Xml xml, String name) {
    return path(required(xml, name))
        .filter(Path::isAbsolute)
        .map(Path::normalize)
        .orElseThrow(() -> missing(name));
  }

  private Optional<Path> path(String text) {
    try {
      return Optional.of(fileSystem.getPath(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("no " + name);
  }
}
