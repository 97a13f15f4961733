package io.github.kvmcore.image;

import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.CatalogueSettings;
import io.github.kvmcore.spec.CatalogueSettings.Publisher;
import java.nio.file.Path;
import java.util.List;

/** Settings of publishers that are all at one address. */
public final class Publishers {
  private Publishers() {}

  public static CatalogueSettings of(String base) {
    return of(base, List.of());
  }

  /** With keys that may sign; their file is fetched from {@code /keys}. */
  public static CatalogueSettings of(String base, List<String> fingerprints) {
    return of(base, Os.FLATCAR, null, true, List.of(), fingerprints);
  }

  public static CatalogueSettings of(
      String base,
      Os os,
      String release,
      boolean verify,
      List<Path> keys,
      List<String> fingerprints) {
    return new CatalogueSettings(
        os,
        "stable",
        release,
        "x86_64",
        new Publisher(base + "/{channel}", base + "/keys"),
        new Publisher(base + "/streams", base + "/keys"),
        new Publisher(base + "/old/{channel}", base + "/keys"),
        verify,
        keys,
        fingerprints);
  }
}
