package io.github.kvmcore.e2e.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a host on which not even libvirt runs to a cluster, in one command. */
class SetupIT {
  @RegisterExtension static final Lab lab = new Lab("--no-libvirtd");

  @Test
  void createWithSetupGivesTheHostWhatItLacks() {
    lab.kvmcore("doctor").exits(4);
    Snapshot before = lab.snapshot();
    lab.create("3").exits(4).says("libvirt: its daemon does not run");
    before.assertSame(lab.snapshot());

    lab.create("3", "--setup").ok();
    for (JsonNode machine : lab.machines()) {
      lab.assertAnswers(machine.get("name").asText(), machine.get("address").asText());
    }
    lab.kvmcore("doctor").ok();
    lab.kvmcore("destroy", "--yes").ok();
  }
}
