package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.storage.BlockDevice;
import io.github.kvmcore.spec.VolumeSettings;
import io.github.kvmcore.tool.storage.BlockDevices;
import io.github.kvmcore.tool.storage.Lvm;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link Volumes} in two processes; two more look at the devices of which a group is to be
 * made.
 */
public final class VolumeReader {
  private final HostAccess access;

  public VolumeReader(HostAccess access) {
    this.access = access;
  }

  /**
   * Reads them.
   *
   * @param settings null: only what machines say that they have
   */
  public Volumes read(@Nullable VolumeSettings settings) {
    try {
      Volumes found =
          new Volumes(
              ask(Lvm.groups(), Lvm::parseGroups),
              ask(Lvm.volumes(), Lvm::parseVolumes),
              List.of(),
              null);
      return settings == null || found.group(settings.group()).isPresent()
          ? found
          : new Volumes(found.groups(), found.all(), devices(settings.devices()), null);
    } catch (Unreadable e) {
      return Volumes.unreadable(e.text);
    }
  }

  private <T> T ask(Command command, Function<String, T> parser) throws Unreadable {
    CommandResult result = access.commands().run(command);
    if (!result.ok()) {
      String next =
          access.files().isRoot() ? "kvmcore doctor" : "leave out vg_name: only root has LVM";
      throw new Unreadable(
          "can't read the logical volumes\n" + result.explain() + "\n  next: " + next);
    }
    try {
      return parser.apply(result.out());
    } catch (IllegalArgumentException e) {
      throw new Unreadable(
          "can't understand what LVM said: "
              + e.getMessage()
              + "\n  command: "
              + command.display()
              + "\n  next: run the same command again; kvmcore doctor");
    }
  }

  private List<BlockDevice> devices(List<Path> wanted) throws Unreadable {
    Map<Path, Path> real = new LinkedHashMap<>();
    for (Path device : wanted) {
      try {
        real.put(device, access.files().real(device));
      } catch (UncheckedIOException e) {
        // It is told below, with the others that are no device.
      }
    }
    List<Path> there = real.values().stream().distinct().toList();
    Map<String, BlockDevices.Seen> seen = Map.of();
    Map<String, List<String>> signatures = Map.of();
    if (!there.isEmpty()) {
      // lsblk fails where one of several is no device, and tells of the others all the same.
      CommandResult listed = access.commands().run(BlockDevices.list(there));
      seen = listed.out().isBlank() ? Map.of() : parse(listed, BlockDevices::parseList);
    }
    Map<String, BlockDevices.Seen> known = seen;
    List<Path> blocks = there.stream().filter(path -> known.containsKey(path.toString())).toList();
    if (!blocks.isEmpty()) {
      signatures = ask(BlockDevices.signatures(blocks), BlockDevices::parseSignatures);
    }
    List<BlockDevice> devices = new ArrayList<>();
    for (Path device : wanted) {
      BlockDevice found = device(device, real.get(device), seen, signatures);
      boolean again = devices.stream().anyMatch(other -> other.path().equals(found.path()));
      devices.add(again ? found.with("the same as one before it") : found);
    }
    return devices;
  }

  private static BlockDevice device(
      Path given,
      @Nullable Path real,
      Map<String, BlockDevices.Seen> seen,
      Map<String, List<String>> signatures) {
    BlockDevices.Seen found = real == null ? null : seen.get(real.toString());
    if (real == null || found == null) {
      String what = real == null ? "there is no such device" : "it is no block device";
      return new BlockDevice(given, given, 0, List.of(what));
    }
    List<String> contents = new ArrayList<>(found.users());
    String name = String.valueOf(real.getFileName());
    contents.addAll(signatures.getOrDefault(name, List.of()));
    return new BlockDevice(given, real, found.bytes(), contents);
  }

  private static <T> T parse(CommandResult result, Function<String, T> parser) throws Unreadable {
    try {
      return parser.apply(result.out());
    } catch (IllegalArgumentException e) {
      throw new Unreadable(
          "can't read what lsblk said: " + e.getMessage() + "\n" + result.explain());
    }
  }

  /** LVM, or a program that looks at devices, did not answer. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    private final String text;

    Unreadable(String text) {
      super(text);
      this.text = text;
    }
  }
}
