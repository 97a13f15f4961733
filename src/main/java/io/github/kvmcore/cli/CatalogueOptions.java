package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;

/** Options of {@code create} that choose the image and say who may have signed it. */
@Parameters(separators = "=")
final class CatalogueOptions {
  /** Takes those that were given. */
  void addTo(Flags flags) {}
}
