package io.github.kvmcore.engine.libvirt.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.libvirt.doctor.GroupCheck;
import io.github.kvmcore.engine.libvirt.doctor.TestHost;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.storage.BlockDevice;
import io.github.kvmcore.spec.VolumeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of LVM, and what is made of its answers; the outputs were recorded. */
class VolumeReaderTest {
  private final TestHost host = new TestHost();
  private final Map<String, String> answers = new java.util.HashMap<>();

  @BeforeEach
  void answer() {
    answers.put("vgs", output("lvm/groups"));
    answers.put("lvs", output("lvm/volumes"));
    answers.put("lsblk", output("block/lsblk"));
    answers.put("wipefs", output("block/wipefs"));
    host.answers =
        line -> {
          String said = answers.get(line.replaceAll(" .*", ""));
          return TestHost.result(line, said == null ? 5 : 0, said == null ? "" : said, "no");
        };
    when(host.files.real(any())).thenAnswer(call -> call.getArgument(0));
  }

  private static String output(String name) {
    try {
      return Files.readString(Path.of("test-fixtures/outputs", name + ".txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VolumeSettings settings(String group, String... devices) {
    List<Path> paths = Stream.of(devices).map(Path::of).toList();
    return new VolumeSettings(group, paths, 4 << 20, "<name>", null, null);
  }

  @Test
  void aGroupThatIsThereTakesTwoProcessesAndNoLookAtDevices() {
    Volumes volumes = new VolumeReader(host.access()).read(settings("lv_coreos", "/dev/loop2"));
    assertEquals(2, host.ran.size());
    assertEquals(678, volumes.group("lv_coreos").orElseThrow().freeExtents());
    assertEquals(3, volumes.all().size());
    assertEquals(List.of(), volumes.devices());
  }

  @Test
  void devicesOfAGroupThatIsMissingAreLookedAt() {
    when(host.files.real(Path.of("/dev/no")))
        .thenThrow(new UncheckedIOException(new IOException()));
    String[] given = {
      "/dev/loop1", "/dev/loop2", "/dev/loop3", "/dev/loop4", "/dev/no", "/dev/null"
    };
    Volumes volumes = new VolumeReader(host.access()).read(settings("new", given));
    assertEquals(
        List.of(
            device("/dev/loop1", 3221225472L, List.of("LVM2_member signature")),
            device("/dev/loop2", 67108864, List.of("mounted on /run/m", "ext4 signature")),
            device("/dev/loop3", 67108864, List.of("swap signature")),
            device("/dev/loop4", 67108864, List.of()),
            device("/dev/no", 0, List.of("there is no such device")),
            device("/dev/null", 0, List.of("it is no block device"))),
        volumes.devices());
    assertEquals(4, host.ran.size());
    assertTrue(host.ran.get(2).endsWith("/dev/loop4 /dev/null"), host.ran.get(2));
    assertTrue(host.ran.get(3).endsWith("/dev/loop3 /dev/loop4"), host.ran.get(3));
  }

  private static BlockDevice device(String path, long bytes, List<String> contents) {
    return new BlockDevice(Path.of(path), Path.of(path), bytes, contents);
  }

  @Test
  void aDeviceThatIsGivenByTwoNamesIsSeen() {
    when(host.files.real(Path.of("/dev/disk/x"))).thenReturn(Path.of("/dev/loop4"));
    Volumes volumes =
        new VolumeReader(host.access()).read(settings("new", "/dev/loop4", "/dev/disk/x"));
    assertEquals(List.of(), volumes.devices().get(0).contents());
    assertEquals(Path.of("/dev/loop4"), volumes.devices().get(1).path());
    assertEquals(List.of("the same as one before it"), volumes.devices().get(1).contents());
  }

  @Test
  void whatCantBeLookedAtIsNotTakenForEmpty() {
    answers.remove("wipefs");
    Volumes volumes = new VolumeReader(host.access()).read(settings("new", "/dev/loop4"));
    assertTrue(volumes.obstacle().contains("wipefs --no-act --json -- /dev/loop4"));
  }

  /** So that list and status still answer a user who may not ask LVM. */
  @Test
  void withoutLvmOnlyWhatNeedsItFails() {
    answers.remove("lvs");
    Volumes volumes = new VolumeReader(host.access()).read(null);
    KvmcoreException failure = assertThrows(KvmcoreException.class, volumes::require);
    assertEquals(ExitCode.HOST, failure.exitCode());
    assertTrue(failure.text().startsWith("can't read the logical volumes"), failure.text());
    answers.put("lvs", "no JSON");
    assertThrows(KvmcoreException.class, new VolumeReader(host.access()).read(null)::require);
    Volumes.NONE.require();
  }

  @Test
  void theDoctorTellsOfTheGroup() {
    assertEquals("OK lv_coreos, 2.6 GiB free", check(settings("lv_coreos")));
    assertEquals("PROBLEM there is no volume group new", check(settings("new")));
    assertEquals(
        "OK there is no volume group new yet; create makes it of /dev/loop4",
        check(settings("new", "/dev/loop4")));
    assertEquals(
        "PROBLEM there is no volume group new, and /dev/loop3 is not empty: swap signature",
        check(settings("new", "/dev/loop4", "/dev/loop3")));
    answers.remove("vgs");
    assertEquals("PROBLEM can't read the logical volumes", check(settings("lv_coreos")));
  }

  private String check(VolumeSettings settings) {
    Check check = new GroupCheck(host.access(), settings).check();
    return check.status().name() + " " + check.detail();
  }

  @Test
  void theProgramsAreNeededOnlyForVolumes() {
    assertEquals(false, host.finder().wanted(true).contains(Need.LVM));
    host.volumes = settings("lv_coreos");
    assertTrue(host.finder().wanted(true).contains(Need.LVM));
    assertEquals(false, host.finder().wanted(true).contains(Need.THIN));
    host.volumes = new VolumeSettings("a", List.of(), 1, "<n>", "pool", null);
    assertTrue(host.finder().wanted(true).contains(Need.THIN));
  }
}
