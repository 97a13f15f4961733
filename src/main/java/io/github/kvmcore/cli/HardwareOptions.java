package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;

/** Options of {@code create} that describe the machines' hardware. */
@Parameters(separators = "=")
final class HardwareOptions {
  /** Takes those that were given. */
  void addTo(Flags flags) {}
}
