package io.github.kvmcore.report;

import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Small plans for tests. */
public final class Plans {
  private Plans() {}

  public static Plan of(Action... actions) {
    return new Plan("coreos", List.of(), List.of(step("coreos-1", "disk", actions)), List.of());
  }

  public static Step step(String machine, String title, Action... actions) {
    String id = title + ":" + machine;
    return new Step(id, Phase.DISKS, machine, title, List.of(actions), List.of(), List.of());
  }

  public static Machine machine(String name, String address) {
    return new Machine(
        "coreos",
        name,
        1,
        new UUID(0, 1),
        "52:54:00:00:00:01",
        address == null ? null : Ipv4Address.parse(address).orElseThrow(),
        2_097_152,
        2,
        null,
        new Disk.ImageFile(Path.of("/d")),
        Path.of("/c"),
        Path.of("/l"),
        List.of());
  }
}
