package io.github.kvmcore.cli.options;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import org.jspecify.annotations.Nullable;

/** Options of {@code create} about the services of its profiles. */
@Parameters(separators = "=")
public final class ServiceOptions {
  @Parameter(
      names = "--servers",
      order = 90,
      category = OptionGroup.CONFIGURATION,
      description = "NUMBER: number of k3s servers; the other machines are agents")
  @Nullable String servers;

  /** Takes those that were given. */
  public void addTo(Flags flags) {
    flags.add("--servers", "vm_servers", servers);
  }
}
