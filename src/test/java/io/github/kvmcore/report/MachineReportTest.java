package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.network.Ipv4Address;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MachineReportTest {
  private static final UUID ID = UUID.fromString("2e4e6a4c-0000-4000-8000-000000000001");
  private static final List<MachineStatus> MACHINES =
      List.of(
          new MachineStatus(
              "coreos-1",
              1,
              DomainState.RUNNING,
              Ipv4Address.parse("192.168.100.11").orElseThrow(),
              "52:54:00:aa:bb:01",
              ID,
              2_097_152,
              2,
              true,
              null),
          new MachineStatus(
              "coreos-10",
              10,
              DomainState.SHUT_OFF,
              null,
              "52:54:00:aa:bb:0a",
              ID,
              524_288,
              1,
              null,
              null));

  private static MachineReport list() {
    return MachineReport.list("coreos", MACHINES);
  }

  private static MachineReport status() {
    return MachineReport.status("coreos", MACHINES);
  }

  @Test
  void listAsTable() {
    assertEquals(
        """
        NAME       STATE     ADDRESS         MAC
        coreos-1   running   192.168.100.11  52:54:00:aa:bb:01
        coreos-10  shut off  -               52:54:00:aa:bb:0a
        """,
        list().text(OutputFormat.TABLE, false));
  }

  @Test
  void statusAsTable() {
    assertEquals(
        """
        NAME       STATE     ADDRESS         MAC                SSH  MEMORY     VCPUS
        coreos-1   running   192.168.100.11  52:54:00:aa:bb:01  yes  2.0 GiB    2
        coreos-10  shut off  -               52:54:00:aa:bb:0a  -    512.0 MiB  1
        """,
        status().text(OutputFormat.TABLE, false));
  }

  @Test
  void colourIsAroundTextsAndMovesNothing() {
    String text = list().text(OutputFormat.TABLE, true);
    assertEquals(
        """
        ESC[1mNAMEESC[0m       ESC[1mSTATEESC[0m     ESC[1mADDRESSESC[0m         ESC[1mMACESC[0m
        coreos-1   ESC[32mrunningESC[0m   192.168.100.11  52:54:00:aa:bb:01
        coreos-10  ESC[2mshut offESC[0m  -               52:54:00:aa:bb:0a
        """,
        text.replace("\u001B", "ESC"));
  }

  @Test
  void names() {
    assertEquals("coreos-1\ncoreos-10\n", list().text(OutputFormat.NAME, true));
  }

  @Test
  void listAsJson() {
    String json = list().text(OutputFormat.JSON, true);
    assertEquals(
        """
        {
          "cluster": "coreos",
          "machines": [
            {
              "name": "coreos-1",
              "index": 1,
              "state": "running",
              "address": "192.168.100.11",
              "mac": "52:54:00:aa:bb:01",
              "uuid": "2e4e6a4c-0000-4000-8000-000000000001",
              "memory_kib": 2097152,
              "vcpus": 2,
              "expires": null
            },
            {
              "name": "coreos-10",
              "index": 10,
              "state": "shut off",
              "address": null,
              "mac": "52:54:00:aa:bb:0a",
              "uuid": "2e4e6a4c-0000-4000-8000-000000000001",
              "memory_kib": 524288,
              "vcpus": 1,
              "expires": null
            }
          ]
        }
        """,
        json);
    Schemas.assertValid("list", json, list().text(OutputFormat.YAML, false));
    assertFalse(Schemas.mistakes("status", json, InputFormat.JSON).isEmpty());
  }

  @Test
  void statusAsYaml() {
    String yaml = status().text(OutputFormat.YAML, true);
    assertEquals(
        """
        cluster: "coreos"
        machines:
        - name: "coreos-1"
          index: 1
          state: "running"
          address: "192.168.100.11"
          mac: "52:54:00:aa:bb:01"
          uuid: "2e4e6a4c-0000-4000-8000-000000000001"
          memory_kib: 2097152
          vcpus: 2
          expires: null
          ssh: true
        - name: "coreos-10"
          index: 10
          state: "shut off"
          address: null
          mac: "52:54:00:aa:bb:0a"
          uuid: "2e4e6a4c-0000-4000-8000-000000000001"
          memory_kib: 524288
          vcpus: 1
          expires: null
          ssh: false
        """,
        yaml);
    String json = status().text(OutputFormat.JSON, false);
    Schemas.assertValid("status", json, yaml);
    assertFalse(Schemas.mistakes("list", json, InputFormat.JSON).isEmpty());
  }

  @Test
  void noMachines() {
    MachineReport report = MachineReport.list("coreos", List.of());
    assertEquals("", report.text(OutputFormat.TABLE, true));
    assertEquals("", report.text(OutputFormat.NAME, true));
    assertEquals("no machines in cluster coreos", report.emptyNote());
    String json = report.text(OutputFormat.JSON, false);
    assertEquals("{\n  \"cluster\": \"coreos\",\n  \"machines\": []\n}\n", json);
    Schemas.assertValid("list", json, report.text(OutputFormat.YAML, false));
  }

  @Test
  void everyStateIsInTheSchema() {
    for (DomainState state : DomainState.values()) {
      MachineStatus machine =
          new MachineStatus("c-1", 1, state, null, "52:54:00:00:00:01", ID, 1, 1, false, null);
      MachineReport report = MachineReport.status("c", List.of(machine));
      Schemas.assertValid(
          "status", report.text(OutputFormat.JSON, false), report.text(OutputFormat.YAML, false));
    }
  }

  /** Most clusters are for ever, and have no column that says so. */
  @Test
  void theEndOfAMachinesTime() {
    MachineStatus ending =
        new MachineStatus(
            "c-1",
            1,
            DomainState.RUNNING,
            null,
            "52:54:00:00:00:01",
            ID,
            1,
            1,
            null,
            Instant.parse("2026-01-02T03:04:05Z"));
    MachineStatus other =
        new MachineStatus(
            "c-2", 2, DomainState.RUNNING, null, "52:54:00:00:00:02", ID, 1, 1, null, null);
    MachineReport report = MachineReport.list("c", List.of(ending, other));
    assertEquals(
        """
        NAME  STATE    ADDRESS  MAC                UNTIL
        c-1   running  -        52:54:00:00:00:01  2026-01-02T03:04:05Z
        c-2   running  -        52:54:00:00:00:02  -
        """,
        report.text(OutputFormat.TABLE, false));
    String json = report.text(OutputFormat.JSON, false);
    assertTrue(json.contains("\"expires\": \"2026-01-02T03:04:05Z\""), json);
    Schemas.assertValid("list", json, report.text(OutputFormat.YAML, false));
  }
}
