package io.github.kvmcore.engine.libvirt.gc;

import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.libvirt.read.HostInventory;
import io.github.kvmcore.model.image.ImageCacheFolder;
import io.github.kvmcore.plan.ownership.OwnedPath;
import io.github.kvmcore.plan.ownership.Ownership;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What images that never became whole left in the cache, but for those that are on their way. */
final class GcCache {
  /** As image/Workspace names them, which lie beside the image that they were to become. */
  private static final Pattern BESIDE =
      Pattern.compile(
          "(.+?\\.qcow2)\\.(bad|download|download\\.resume|unpacked|converted|part\\.qcow2|work"
              + "|sig|sig\\.resume)");

  /** What a run writes for a moment only: a half-written side file, a list of digests, keys. */
  private static final Pattern MOMENTARY =
      Pattern.compile(
          "\\.(?:.+\\.qcow2\\.json\\.[0-9a-f]{1,16}|(?:signed|key)-[0-9a-f-]{36}(?:\\.resume)?)");

  /** No lock tells whether a run is at it still: by then none is. */
  private static final Duration MOMENT = Duration.ofHours(1);

  private final HostInventory inventory;
  private final Path cache;

  GcCache(HostInventory inventory, Path cache) {
    this.inventory = inventory;
    this.cache = cache;
  }

  List<Leftover> leftovers() {
    List<Leftover> found = new ArrayList<>();
    if (inventory.untrusted().containsKey(cache)) {
      return found; // anybody may have put it there
    }
    momentary(cache, found);
    momentary(new ImageCacheFolder(cache).keys(), found);
    for (Path path : inventory.in(cache)) {
      Matcher matcher = BESIDE.matcher(String.valueOf(path.getFileName()));
      if (matcher.matches()) {
        Path lock = cache.resolve(matcher.group(1) + ".lock");
        if (!inventory.held().contains(lock)) {
          found.add(of(path, why(matcher.group(2))));
        }
      }
    }
    return found;
  }

  private void momentary(Path folder, List<Leftover> found) {
    for (Path path : inventory.in(folder)) {
      boolean momentary = MOMENTARY.matcher(String.valueOf(path.getFileName())).matches();
      if (momentary && inventory.isOlderThan(path, MOMENT)) {
        String why = "a run died while it wrote it";
        found.add(of(path, why));
      }
    }
  }

  private Leftover of(Path path, String why) {
    OwnedPath owned = Ownership.cached(path, cache);
    return GcFiles.of(inventory, Leftover.Kind.DOWNLOAD, owned, null, why);
  }

  private static String why(String ending) {
    return switch (ending) {
      case "bad" -> "it was refused";
      case "download", "download.resume" -> "no run goes on with it now";
      default -> "a run died while it made an image";
    };
  }
}
