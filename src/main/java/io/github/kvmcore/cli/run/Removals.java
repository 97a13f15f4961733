package io.github.kvmcore.cli.run;

import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.TerminalEscaper;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.ownership.OwnedVolume;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What a plan removes of what is there now: each path and volume, to be read before it is done. */
public final class Removals {
  /** A tree that somebody else made endless. */
  private static final int DEPTH = 16;

  private final HostFiles files;
  private final ToLongFunction<String> volumeBytes;
  private final Set<String> names = new LinkedHashSet<>();
  private int fileCount;
  private int volumeCount;
  private long bytes;

  private Removals(HostFiles files, ToLongFunction<String> volumeBytes) {
    this.files = files;
    this.volumeBytes = volumeBytes;
  }

  /**
   * Looks at what is there.
   *
   * @param volumeBytes the size of a volume, {@code GROUP/NAME}
   */
  public static Removals of(Plan plan, HostFiles files, ToLongFunction<String> volumeBytes) {
    Removals removals = new Removals(files, volumeBytes);
    plan.steps().stream().flatMap(step -> step.actions().stream()).forEach(removals::add);
    return removals;
  }

  private void add(Action action) {
    if (action instanceof Action.Delete delete) {
      path(delete.path(), 0);
    } else if (action instanceof Action.DeleteTree delete) {
      path(delete.path(), DEPTH);
    } else if (action instanceof Action.DeleteIfEmpty delete) {
      path(delete.path(), 0);
    } else if (action instanceof Action.RemoveVolume remove) {
      volume(remove.volume());
    }
  }

  private void path(Path path, int depth) {
    FileFacts facts = files.stat(path).orElse(null);
    if (facts == null || names.contains(path.toString())) {
      return; // one file can go with its machine, and with the folder that holds it
    }
    if (facts.isDirectory()) {
      if (depth > 0) {
        files.list(path).forEach(name -> path(path.resolve(name), depth - 1));
      }
    } else {
      fileCount++;
      bytes += facts.isFile() ? facts.bytes() : 0;
    }
    names.add(path.toString());
  }

  private void volume(OwnedVolume volume) {
    volumeCount++;
    names.add("volume " + volume.fullName());
    bytes += volumeBytes.applyAsLong(volume.fullName());
  }

  /** Each path and volume, in the order in which they go. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** As {@code 7 files and 2 volumes (30.0 GiB)}. */
  public String sum() {
    String counted = count(fileCount, "file");
    if (volumeCount > 0) {
      counted += " and " + count(volumeCount, "volume");
    }
    return counted + " (" + ByteSize.text(bytes) + ")";
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** The same as comment lines for the end of a script; empty where nothing goes. */
  public String comment() {
    return names.isEmpty()
        ? ""
        : names.stream()
            .map(name -> "#   " + TerminalEscaper.line(name) + "\n")
            .collect(Collectors.joining("", "\n# Removes " + sum() + ":\n", ""));
  }
}
