package io.github.kvmcore.model.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.storage.Disk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTagTest {
  /** A disk of another name could be anybody's. */
  @ParameterizedTest
  @CsvSource({
    "coreos-3, 3, vm-coreos-3.img, true",
    "coreos-3, 0, vm-coreos-coreos-3.img, false",
    "coreos-3, 4, vm-coreos-4.img, false",
    "coreos-03, 0, vm-coreos-coreos-03.img, true",
    "node01, 0, vm-coreos-node01.img, true",
    "node01, 1, vm-coreos-1.img, false",
    "node01, 0, vm-coreos-0.img, false",
    "node01, 0, vm-coreos-node02.img, false"
  })
  void namesOnlyWhatIsTheMachines(String name, int index, String disk, boolean consistent) {
    Path storage = Path.of("/srv/images");
    MachineTag tag =
        new MachineTag(
            "coreos",
            name,
            index,
            storage,
            new Disk.ImageFile(storage.resolve(disk)),
            storage.resolve("configdrive-" + name),
            Path.of("/var/log", name + "-console.log"),
            "default",
            "smoke",
            "basic",
            "2026-01-02T03:04:05Z",
            EtcdTag.NONE,
            null,
            OsRelease.UNKNOWN,
            List.of(),
            K3sRole.NONE,
            null);
    assertEquals(consistent, tag.isConsistent());
  }
}
