package io.github.kvmcore.image;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.image.pipeline.ImageMetadataFile;
import io.github.kvmcore.model.image.Digest;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of images in the cache: {@code <stem>-<12 hex digits of what it is made from>.qcow2},
 * and {@code …-2.qcow2}, {@code …-3.qcow2} for later generations of the same source. A name that is
 * taken is never taken again: machines' disks may be overlays of that file.
 */
final class TargetNames {
  private static final Pattern ENDINGS =
      Pattern.compile("(\\.(img|qcow2|raw|bin|bz2|gz|xz))+$", Pattern.CASE_INSENSITIVE);
  private static final int STEM_LENGTH = 80;
  private static final int HASH_DIGITS = 12;

  private TargetNames() {}

  /** The name of the first generation, without {@code .qcow2}. */
  static String base(String fileName, String key) {
    String stem = ENDINGS.matcher(fileName).replaceFirst("").replaceAll("[^A-Za-z0-9._-]", "_");
    stem = stem.replaceFirst("^[.-]+", "");
    stem = stem.substring(0, Math.min(stem.length(), STEM_LENGTH));
    return (stem.isEmpty() ? "image" : stem)
        + "-"
        + Digest.sha256(key).hex().substring(0, HASH_DIGITS);
  }

  /**
   * Where an image is to be: the newest whole generation, or the first free name where there is
   * none or where {@code fresh}.
   */
  static Path choose(HostFiles files, Path folder, String base, boolean fresh) {
    Pattern names = Pattern.compile(Pattern.quote(base) + "(?:-(\\d{1,9}))?\\.qcow2");
    int newest = 0;
    int newestWhole = 0;
    for (String name : files.list(folder)) {
      Matcher matcher = names.matcher(name);
      if (matcher.matches()) {
        int generation = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
        newest = Math.max(newest, generation);
        if (ImageMetadataFile.read(files, folder.resolve(name)).isPresent()) {
          newestWhole = Math.max(newestWhole, generation);
        }
      }
    }
    int chosen = fresh || newestWhole == 0 ? newest + 1 : newestWhole;
    return folder.resolve(base + (chosen == 1 ? "" : "-" + chosen) + ".qcow2");
  }
}
