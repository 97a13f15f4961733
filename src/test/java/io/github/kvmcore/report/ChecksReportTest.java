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
