package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.OutputFormat;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code verify}, {@code reap} and {@code gc} print. */
class CareReportsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static final DriftReport.Cluster DRIFTED =
      new DriftReport.Cluster(
          "coreos",
          List.of("coreos-1", "coreos-2"),
          List.of(
              new Drift("coreos-2", Drift.Kind.STATE, "is shut off, and should run"),
              new Drift(null, Drift.Kind.NETWORK, "network x\u001b is not there")));

  @Test
  void driftIsToldByMachine() {
    DriftReport report = new DriftReport(List.of(DRIFTED), false);
    assertEquals(
        """
        MACHINE   KIND     DETAIL
        coreos-2  state    is shut off, and should run
        -         network  network x\\u001b is not there
        """,
        report.text(OutputFormat.TABLE, false));
    assertEquals("coreos-2\n", report.text(OutputFormat.NAME, false));
    assertFalse(report.isRight());
    String json = report.text(OutputFormat.JSON, false);
    assertTrue(json.contains("\"state\": \"changed\""), json);
    assertTrue(json.contains("\"state\": \"ok\""), json);
    Schemas.assertValid("verify", json, report.text(OutputFormat.YAML, false));
  }

  @Test
  void everyKindOfDriftIsInTheSchema() {
    for (Drift.Kind kind : Drift.Kind.values()) {
      DriftReport.Cluster cluster =
          new DriftReport.Cluster("c", List.of(), List.of(new Drift(null, kind, "")));
      String json = new DriftReport(List.of(cluster), false).text(OutputFormat.JSON, false);
      assertEquals(List.of(), Schemas.mistakes("verify", json, InputFormat.JSON));
    }
  }

  @Test
  void ofSeveralClustersEachLineSaysWhose() {
    DriftReport.Cluster right = new DriftReport.Cluster("beta", List.of("beta-1"), List.of());
    DriftReport report = new DriftReport(List.of(right, DRIFTED), true);
    assertTrue(report.text(OutputFormat.TABLE, false).startsWith("CLUSTER  MACHINE "), "header");
    assertEquals("", new DriftReport(List.of(right), true).text(OutputFormat.TABLE, false));
    assertEquals(
        "one machine, which is as it should be", new DriftReport(List.of(right), true).rightNote());
  }

  @Test
  void whatWasReaped() {
    ReapReport report =
        new ReapReport(
            List.of(
                new ReapReport.Line(
                    "lab", NOW, List.of("lab-1", "lab-2"), ReapReport.Result.of(ExitCode.DONE)),
                new ReapReport.Line(
                    "dev", NOW, List.of("dev-1"), ReapReport.Result.of(ExitCode.LOCKED)),
                new ReapReport.Line(
                    "old", NOW, List.of("old-1"), ReapReport.Result.of(ExitCode.TIMEOUT))));
    assertEquals(
        """
        CLUSTER  UNTIL                 RESULT   MACHINES
        lab      2026-01-02T03:04:05Z  removed  lab-1 lab-2
        dev      2026-01-02T03:04:05Z  locked   dev-1
        old      2026-01-02T03:04:05Z  failed   old-1
        """,
        report.text(OutputFormat.TABLE, false));
    Schemas.assertValid(
        "reap", report.text(OutputFormat.JSON, false), report.text(OutputFormat.YAML, false));
    assertEquals("", new ReapReport(List.of()).text(OutputFormat.TABLE, false));
  }

  @Test
  void whatIsLeftOver() {
    GcReport report =
        new GcReport(
            List.of(
                new GcReport.Line(
                    new Leftover(
                        Leftover.Kind.DISK,
                        "/d/vm-c-1.img",
                        "c",
                        2048L,
                        "there is no machine c-1",
                        NOW.minusSeconds(7200),
                        List.of()),
                    "removed"),
                new GcReport.Line(
                    new Leftover(
                        Leftover.Kind.VOLUME, "data/x", null, null, "why", null, List.of()),
                    "left")),
            NOW);
    assertEquals(
        """
        KIND    SIZE     AGE      RESULT   NAME           WHY
        disk    2.0 KiB  2 hours  removed  /d/vm-c-1.img  there is no machine c-1
        volume  -        -        left     data/x         why
        """,
        report.text(OutputFormat.TABLE, false));
    Schemas.assertValid(
        "gc", report.text(OutputFormat.JSON, false), report.text(OutputFormat.YAML, false));
  }

  @Test
  void everyKindOfLeftoverIsInTheSchema() {
    for (Leftover.Kind kind : Leftover.Kind.values()) {
      Leftover leftover = new Leftover(kind, "n", null, null, "", null, List.of());
      String json =
          new GcReport(List.of(new GcReport.Line(leftover, "found")), NOW)
              .text(OutputFormat.JSON, false);
      assertEquals(List.of(), Schemas.mistakes("gc", json, InputFormat.JSON));
    }
  }
}
