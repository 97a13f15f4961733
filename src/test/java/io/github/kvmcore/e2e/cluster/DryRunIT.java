package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The script that {@code --dry-run} prints does what the command does. */
class DryRunIT {
  @RegisterExtension static final Lab lab = new Lab();

  @Test
  void theScriptsMakeAndRemoveTheSameCluster() throws Exception {
    Snapshot before = lab.snapshot();
    Path make = Files.writeString(lab.home().resolve("make.sh"), dryRun());
    before.assertSame(lab.snapshot());

    lab.exec("sh", make.toString()).ok();
    Snapshot byScript = lab.snapshot();
    assertEquals(List.of("coreos-1 running", "coreos-2 running"), lab.states());

    // create takes what the script made for its own.
    lab.create("2").ok();
    byScript.settled().assertSame(lab.snapshot().settled());

    String removal = lab.kvmcore("destroy", "--dry-run").ok().out();
    Path remove = Files.writeString(lab.home().resolve("remove.sh"), removal);
    lab.exec("sh", remove.toString()).ok();
    before.assertSame(lab.snapshot());

    lab.create("2").ok();
    byScript.timeless().assertSame(lab.snapshot().timeless());
  }

  private static String dryRun() {
    Result result = lab.create("2", "--dry-run").ok();
    assertTrue(result.out().startsWith("#!/bin/sh"), result::toString);
    return result.out();
  }
}
