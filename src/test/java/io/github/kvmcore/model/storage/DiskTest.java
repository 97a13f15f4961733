package io.github.kvmcore.model.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskTest {
  private static final Path STORAGE = Path.of("/srv/vms");

  @Test
  void aPathSaysWhichKindItIs() {
    Disk.Volume volume =
        assertInstanceOf(Disk.Volume.class, Disk.at(Path.of("/dev/vg-1/HDD-a-VM1"), STORAGE));
    assertEquals("vg-1", volume.group());
    assertEquals("HDD-a-VM1", volume.name());
    assertEquals(Path.of("/dev/mapper/vg--1-HDD--a--VM1"), volume.mapped());
    assertEquals(volume, Disk.Volume.of(STORAGE, "vg-1", "HDD-a-VM1"));
    assertInstanceOf(Disk.ImageFile.class, Disk.at(Path.of("/srv/vms/vm-a-1.img"), STORAGE));
    assertInstanceOf(Disk.ImageFile.class, Disk.at(Path.of("/dev/disk/by-id/x"), STORAGE));
    Path memory = Path.of("/dev/shm");
    assertInstanceOf(Disk.ImageFile.class, Disk.at(memory.resolve("vm-a-1.img"), memory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/sdb", "/dev/vg/a/b", "/srv/vg/a", "dev/vg/a", "/dev/vg/-a"})
  void noVolumeIsAnywhereElse(String path) {
    assertThrows(IllegalArgumentException.class, () -> new Disk.Volume(Path.of(path)));
  }

  /** lvcreate of LVM 2.03.16 refuses each. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "-a",
        "a b",
        "a/b",
        "ü",
        "snapshot1",
        "pvmove0",
        "a_mlog",
        "a_mimage",
        "a_rimage_0",
        "a_rmeta_1",
        "a_cdata",
        "a_cmeta",
        "a_tdata",
        "a_tmeta",
        "a_pmspare",
        "a_vorigin",
        "a_corig",
        "a_wcorig",
        "a_vdata",
        "a_imeta",
        "a_iorig",
        "a_cvol",
        "a_cpool",
        "xa_mlogb"
      })
  void namesThatLvmKeepsOrRefuses(String name) {
    assertFalse(Disk.Volume.isName(name));
  }

  /** lvcreate of LVM 2.03.16 takes each. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "HDD-CoreOS-VM1",
        "a.b_c+d",
        "metadata",
        "_x",
        "image",
        "a_data1x",
        "a_meta",
        "a_image",
        "a_orig"
      })
  void namesThatItTakes(String name) {
    assertTrue(Disk.Volume.isName(name));
  }

  @Test
  void groupAndNameTogetherAreBounded() {
    assertTrue(Disk.Volume.fits("g".repeat(60), "n".repeat(65)));
    assertFalse(Disk.Volume.fits("g".repeat(60), "n".repeat(66)));
    assertFalse(Disk.Volume.fits("g".repeat(60), "-".repeat(33)));
  }
}
