package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;

/** Options of {@code create} that configure the guests. */
@Parameters(separators = "=")
final class ConfigOptions {
  /** Takes those that were given. */
  void addTo(Flags flags) {}
}
