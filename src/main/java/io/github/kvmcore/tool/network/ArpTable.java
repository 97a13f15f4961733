package io.github.kvmcore.tool.network;

import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Neighbour;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kernel's list of neighbours: who has which address on a wire of the host's; see proc(5). */
public final class ArpTable {
  private static final int ADDRESS = 0;
  private static final int FLAGS = 2;
  private static final int MAC = 3;
  private static final int DEVICE = 5;

  /** Flag of an entry that is known, not only asked for. */
  private static final int COMPLETE = 2;

  private ArpTable() {}

  /** The file with the list. */
  public static Path file(FileSystem system) {
    return system.getPath("/proc/net/arp");
  }

  /** The known entries. */
  public static List<Neighbour> read(String text) {
    return text.lines().skip(1).flatMap(line -> entry(line).stream()).toList();
  }

  private static Optional<Neighbour> entry(String line) {
    String[] words = line.strip().split("\\s+", -1);
    if (words.length <= DEVICE || !isComplete(words[FLAGS])) {
      return Optional.empty();
    }
    String mac = words[MAC].toLowerCase(Locale.ROOT);
    return Ipv4Address.parse(words[ADDRESS])
        .map(address -> new Neighbour(words[DEVICE], mac, address));
  }

  private static boolean isComplete(String flags) {
    try {
      return (Integer.decode(flags) & COMPLETE) != 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
