package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.exec.process.Command;
import java.util.List;

/**
 * A thing that {@link Setup} does to the host.
 *
 * @param title what it does, as shown to the user
 * @param commands run one after the other, up to the first that fails
 */
public record SetupStep(String title, List<Command> commands) {
  public SetupStep {
    commands = List.copyOf(commands);
  }
}
