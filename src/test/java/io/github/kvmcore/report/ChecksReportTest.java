package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.model.OutputFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksReportTest {
  private static final ChecksReport REPORT =
      new ChecksReport(
          List.of(
              new Check("virsh", Check.Status.OK, "9.0.0", null),
              new Check("/dev/kvm", Check.Status.WARNING, "not there: slow", null),
              new Check("qemu-img", Check.Status.PROBLEM, "not there", "apt install qemu-utils")));

  @Test
  void lines() {
    assertEquals(
        """
        ok       virsh     9.0.0
        warning  /dev/kvm  not there: slow
        problem  qemu-img  not there
          fix: apt install qemu-utils
        """,
        REPORT.text(OutputFormat.TABLE, false));
    assertEquals(
        "\u001B[32mok\u001B[0m       virsh     9.0.0",
        REPORT.text(OutputFormat.TABLE, true).lines().findFirst().orElseThrow());
  }

  @Test
  void summary() {
    assertEquals("not ready: 1 problem, 1 warning", REPORT.summary());
    Check fine = new Check("virsh", Check.Status.OK, "9.0.0", null);
    Check slow = new Check("KVM", Check.Status.WARNING, "slow", null);
    Check none = new Check("ssh", Check.Status.PROBLEM, "none", null);
    assertEquals("ready", new ChecksReport(List.of(fine)).summary());
    assertEquals("ready, 2 warnings", new ChecksReport(List.of(fine, slow, slow)).summary());
    assertEquals("not ready: 2 problems", new ChecksReport(List.of(none, none)).summary());
  }

  @Test
  void names() {
    assertEquals("/dev/kvm\nqemu-img\n", REPORT.text(OutputFormat.NAME, false));
  }

  @Test
  void json() {
    String json = REPORT.text(OutputFormat.JSON, false);
    assertEquals(
        """
        {
          "checks": [
            {
              "name": "virsh",
              "status": "ok",
              "detail": "9.0.0",
              "remedy": null
            },
            {
              "name": "/dev/kvm",
              "status": "warning",
              "detail": "not there: slow",
              "remedy": null
            },
            {
              "name": "qemu-img",
              "status": "problem",
              "detail": "not there",
              "remedy": "apt install qemu-utils"
            }
          ]
        }
        """,
        json);
    Schemas.assertValid("checks", json, REPORT.text(OutputFormat.YAML, false));
  }
}
