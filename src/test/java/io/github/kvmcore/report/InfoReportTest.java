package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.OutputFormat;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InfoReportTest {
  private static final Instant MADE = Instant.parse("2026-01-02T03:04:05Z");

  private static InfoReport report(Instant now) {
    return new InfoReport("coreos", ToldMachines.all(), now);
  }

  @Test
  void asTable() {
    String text = report(MADE.plusSeconds(3 * 3600)).text(OutputFormat.TABLE, false);
    assertEquals(
        """
        coreos-1  running
          address       192.168.222.11
          network       kvmcore-coreos
          MAC           52:50:b7:2d:2e:c1
          UUID          9db9961f-cd8d-5ced-8a1b-aaca36a0ed9b
          memory        256.0 MiB
          vCPUs         1
          disk          /var/lib/libvirt/images/coreos/vm-coreos-1.img
          disk size     128.0 MiB, 584.0 KiB used
          data disk 1   /var/lib/libvirt/images/coreos/vm-coreos-1-data1.img, 10.0 GiB
          network 2     bridge:br0, 52:01:02:03:04:05
          filter        clean-traffic
          shares        /srv/docs:docs:ro by 9p
          firmware      secure
          CPU model     host-model
          CPU topology  1,1,1
          huge pages    of 2.0 MiB
          own address   192.168.222.11/24
          system        -
          image         https://images.example/a\\u001b[2J.img
          image digest  sha256:0123456789ab
          image cache   /cache/smoke-0123.qcow2
          verified      built
          profile       basic
          config drive  /var/lib/libvirt/images/coreos/configdrive-coreos-1
          console log   /var/log/libvirt/qemu/coreos-1-console.log
          created       2026-01-02T03:04:05Z (3 hours ago)
          autostart     yes

        """,
        text.substring(0, text.indexOf("coreos-2  ")));
    String last = text.substring(text.indexOf("coreos-3  "));
    for (String line :
        List.of("address       -", "disk size     unknown", "image digest  -", "autostart     -")) {
      assertTrue(last.contains("  " + line + "\n"), last);
    }
    text.lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void ages() {
    assertEquals("90 s", age(90));
    assertEquals("2 min", age(120));
    assertEquals("119 min", age(7199));
    assertEquals("2 hours", age(7200));
    assertEquals("47 hours", age(48 * 3600 - 1));
    assertEquals("2 days", age(48 * 3600));
    String ahead = report(MADE.minusSeconds(5)).text(OutputFormat.TABLE, false);
    assertTrue(ahead.contains("(in 5 s)"), ahead);
  }

  private static String age(long seconds) {
    String text = report(MADE.plusSeconds(seconds)).text(OutputFormat.TABLE, false);
    return text.substring(text.indexOf('(') + 1, text.indexOf(" ago)"));
  }

  @Test
  void asJsonAndYaml() {
    String json = report(MADE).text(OutputFormat.JSON, true);
    Schemas.assertValid("info", json, report(MADE).text(OutputFormat.YAML, true));
    assertTrue(json.contains("\"image_digest\": \"" + ToldMachines.DIGEST + "\""), json);
    assertTrue(json.contains("\"disk_virtual_bytes\": 10737418752"), json);
  }

  @Test
  void names() {
    assertEquals("coreos-1\ncoreos-2\ncoreos-3\n", report(MADE).text(OutputFormat.NAME, true));
  }
}
