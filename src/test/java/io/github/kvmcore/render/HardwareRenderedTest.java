package io.github.kvmcore.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.ExpectedFile;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.tool.libvirt.DomainXml;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is rendered of further hardware, byte for byte. To write the files again, on purpose and to
 * be read in the diff: {@code mvn test -Dtest=HardwareRenderedTest -Dkvmcore.write-expected=true}.
 */
class HardwareRenderedTest {
  private static final Path RENDERED = Path.of("test-fixtures/hardware");

  @ParameterizedTest
  @EnumSource
  void asExpected(HardwareCase which) throws IOException {
    for (Map.Entry<String, String> text : which.rendered().entrySet()) {
      Path folder = RENDERED.resolve(which.folder());
      ExpectedFile.check(folder.resolve(text.getKey()), text.getValue());
    }
  }

  @Test
  void noFolderIsLeftOver() throws IOException {
    ExpectedFile.requireOnly(Stream.of(HardwareCase.values()).map(HardwareCase::folder), RENDERED);
  }

  /**
   * What is written is what is read of it later; gateway and name servers are the guest's alone.
   */
  @ParameterizedTest
  @EnumSource
  void theHardwareComesBack(HardwareCase which) {
    Domain domain =
        new DomainXml(FileSystems.getDefault())
            .parse(which.rendered().get("domain.xml"), DomainState.INCOMPLETE);
    assertEquals(which.tag(), domain.tag());
    Hardware written = which.machine().hardware();
    GuestNetwork network = written.network();
    assertEquals(
        new Hardware(
            written.firmware(),
            written.cpuModel(),
            written.topology(),
            written.hugePageKiB(),
            written.shares(),
            written.links(),
            written.filter(),
            written.dataBytes(),
            network == null
                ? null
                : new GuestNetwork(network.address(), network.prefix(), null, List.of())),
        domain.hardware());
    assertEquals(
        written.links(),
        domain.interfaces().stream()
            .skip(1)
            .map(link -> new Hardware.Link(link.source(), link.mac()))
            .toList());
  }

  /** While a guest runs, libvirt names the file that it chose. */
  @Test
  void theFirmwareOfARunningGuestIsKnownByItsFile() {
    String asked = HardwareCase.SECURE.rendered().get("domain.xml");
    String runs =
        asked
            .replace("<os firmware='efi'>", "<os>")
            .replaceAll(
                "(?s)<firmware>.*</firmware>",
                "<loader readonly='yes' secure='yes' type='pflash'>/usr/share/x.fd</loader>");
    DomainXml xml = new DomainXml(FileSystems.getDefault());
    assertEquals(Firmware.SECURE, xml.parse(runs, DomainState.RUNNING).hardware().firmware());
    String open = runs.replace(" secure='yes'", "");
    assertEquals(Firmware.UEFI, xml.parse(open, DomainState.RUNNING).hardware().firmware());
  }

  @Test
  void theUnitsOfCloudConfigAreUnits() throws IOException {
    JsonNode network = units(HardwareCase.STATIC_CLOUD_CONFIG).get(0);
    assertEquals("10-kvmcore.network", network.path("name").asText());
    assertTrue(network.path("content").asText().contains("\nAddress=192.168.50.11/24\n"));
    JsonNode shares = units(HardwareCase.SHARES_9P);
    assertEquals("mnt-docs.mount", shares.get(0).path("name").asText());
    assertEquals("mnt-my\\x2ddata.mount", shares.get(1).path("name").asText());
    assertTrue(shares.get(1).path("content").asText().contains("\nWhere=/mnt/my-data\n"));
  }

  private static JsonNode units(HardwareCase which) throws IOException {
    return new YAMLMapper().readTree(which.rendered().get("user_data")).at("/coreos/units");
  }
}
