package io.github.kvmcore.engine.libvirt.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.libvirt.read.HardwareReader;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.network.NetworkFilter;
import io.github.kvmcore.spec.HardwareSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether libvirt has the network filter that the settings name. */
class NetworkFilterChecksTest {
  private static final String LIST = "virsh -q -c qemu:///system nwfilter-list";

  private final TestHost host = new TestHost();

  private List<Check> checks(NetworkFilter filter) {
    host.hardwareSettings =
        new HardwareSettings(
            List.of(), List.of(), filter, Firmware.AUTO, "", null, null, List.of(), false, null);
    host.hardware = new HardwareReader(host.access(), host.settings()).read("kvm", "x86_64", "");
    return new HardwareChecks(host.settings(), host.facts(), host.machines(1)).all();
  }

  private void answers(int status, String out, String err) {
    host.answers = line -> TestHost.result(line, status, out, err);
  }

  private static String recorded() {
    try {
      return Files.readString(Path.of("test-fixtures/outputs/virsh/nwfilters.txt"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void withoutTheSettingNobodyAsks() {
    assertEquals(List.of(), checks(NetworkFilter.NONE));
    assertEquals(List.of(), host.ran);
  }

  @Test
  void aFilterThatIsThere() {
    answers(0, recorded(), "");
    Check check = checks(NetworkFilter.CLEAN_TRAFFIC).get(0);
    assertEquals(new Check("network filter", Check.Status.OK, "clean-traffic", null), check);
    assertEquals(List.of(LIST), host.ran);
  }

  /** A name that only begins like it is another filter's. */
  @Test
  void aFilterThatIsMissingNamesThePackages() {
    answers(0, recorded().replace(" clean-traffic\n", " \n"), "");
    List<Check> checks = checks(NetworkFilter.CLEAN_TRAFFIC);
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> Doctor.require(checks));
    assertEquals(ExitCode.HOST, e.exitCode());
    String said = String.valueOf(e.getMessage());
    assertTrue(said.contains("vm_network_filter: libvirt has no filter clean-traffic\n"), said);
    assertTrue(said.contains("apt-get install libvirt-daemon-config-nwfilter ("), said);
    assertTrue(said.contains("libvirt-daemon-driver-nwfilter"), said);
  }

  @Test
  void aLibvirtWithoutTheDriver() {
    String reason =
        "this function is not supported by the connection driver: virConnectListAllNWFilters";
    answers(1, "", "error: Failed to list network filters\nerror: " + reason + "\n");
    Check check = checks(NetworkFilter.NO_MAC_SPOOFING).get(0);
    assertEquals(
        "vm_network_filter: libvirt has no filter no-mac-spoofing (" + reason + ")",
        check.detail());
  }

  /** That libvirt does not answer is said once, by another check. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|error: failed to connect to the hypervisor",
        "127|virsh: not found",
        "-124|",
      })
  void aLibvirtThatDoesNotAnswer(int status, String err) {
    answers(status, "", String.valueOf(err));
    assertEquals(List.of(), checks(NetworkFilter.CLEAN_TRAFFIC));
  }
}
