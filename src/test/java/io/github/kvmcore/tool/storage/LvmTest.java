package io.github.kvmcore.tool.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.storage.DiskUse;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.model.storage.VolumeGroup;
import io.github.kvmcore.tool.Outputs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LvmTest {
  private static final List<String> TAGS = List.of("kvmcore.cluster=a", "kvmcore.machine=a-1");

  @Test
  void argumentLists() {
    assertEquals(
        "vgs --reportformat json --units b --nosuffix -o vg_name,vg_extent_size,vg_free_count",
        Lvm.groups().display());
    assertEquals(
        "lvs --reportformat json --units b --nosuffix -o"
            + " vg_name,lv_name,lv_size,lv_tags,lv_attr,pool_lv,origin",
        Lvm.volumes().display());
    assertEquals(
        "vgcreate --physicalextentsize 4194304b vg /dev/sdb /dev/sdc",
        Lvm.createGroup("vg", 4 << 20, List.of(Path.of("/dev/sdb"), Path.of("/dev/sdc")))
            .display());
    assertEquals(
        "lvcreate -y -Wy -Zy -n v -L 1024b --addtag kvmcore.cluster=a --addtag kvmcore.machine=a-1"
            + " vg",
        Lvm.create("vg", "v", 1024, TAGS).display());
    assertEquals(
        "lvcreate -y --type thin-pool -Zy -n p -L 1024b --addtag kvmcore.cluster=a --addtag"
            + " kvmcore.machine=a-1 vg",
        Lvm.createPool("vg", "p", 1024, TAGS).display());
    assertEquals(
        "lvcreate -y -n v -V 1024b --thinpool p --addtag kvmcore.cluster=a --addtag"
            + " kvmcore.machine=a-1 vg",
        Lvm.createThin("vg", "p", "v", 1024, TAGS).display());
    assertEquals(
        "lvcreate -y -kn --type thin -n v --addtag kvmcore.cluster=a --addtag kvmcore.machine=a-1 vg/base",
        Lvm.createClone("vg", "base", "v", TAGS).display());
    assertEquals("lvextend -L 2048b vg/v", Lvm.extend("vg", "v", 2048).display());
    assertEquals("lvchange --deltag kvmcore.unfinished vg/v", Lvm.finish("vg", "v").display());
  }

  @Test
  void whatIsRemovedMustHaveTheTags() {
    assertEquals(
        "lv_name=\"v\" && lv_tags={\"kvmcore.cluster=a\" && \"kvmcore.machine=a-1\"}"
            + " && lv_role!={thickorigin}",
        Lvm.remove("vg", "v", TAGS).argv().get(4));
    assertEquals(
        List.of("lvremove", "-f", "-y", "-S"), Lvm.remove("vg", "v", TAGS).argv().subList(0, 4));
    assertEquals(
        "lv_name=\"p\" && lv_tags={\"kvmcore.pool\"} && thin_count=0",
        Lvm.removePool("vg", "p", List.of("kvmcore.pool")).argv().get(4));
  }

  @Test
  void groups() {
    List<VolumeGroup> groups = Lvm.parseGroups(Outputs.of("lvm/groups"));
    assertEquals(List.of(new VolumeGroup("lv_coreos", 4194304, 678)), groups);
    assertEquals(33, groups.get(0).extents(134217729));
    assertEquals(32, groups.get(0).extents(134217728));
    assertEquals(678L << 22, groups.get(0).freeBytes());
  }

  @Test
  void volumes() {
    List<LogicalVolume> volumes = Lvm.parseVolumes(Outputs.of("lvm/volumes"));
    assertEquals(3, volumes.size());
    assertEquals(
        new LogicalVolume(
            "lv_coreos",
            "HDD-CoreOS-VM1",
            134217728,
            Set.of("kvmcore.cluster=coreos", "kvmcore.machine=coreos-1"),
            false,
            false,
            "",
            "",
            false),
        volumes.get(0));
    assertTrue(volumes.get(0).isFinished());
    assertFalse(volumes.get(1).isFinished());
    assertTrue(volumes.get(1).belongsTo("coreos", "coreos-2"));
    assertFalse(volumes.get(1).belongsTo("coreos", "coreos-1"));
    assertEquals(Set.of(), volumes.get(2).tags());
    assertFalse(volumes.get(2).belongsTo("coreos", "coreos-3"));
  }

  /** What LVM reports of a snapshot, from metadata written by hand: README.md says how. */
  @Test
  void aSnapshotDiesWithItsOrigin() {
    List<LogicalVolume> volumes = Lvm.parseVolumes(Outputs.of("lvm/volumes-snapshot"));
    assertTrue(volumes.get(0).diesWith(volumes.get(1)));
    assertFalse(volumes.get(1).diesWith(volumes.get(0)));
    List<LogicalVolume> thin = Lvm.parseVolumes(Outputs.of("lvm/volumes-thin"));
    assertTrue(thin.stream().noneMatch(one -> thin.stream().anyMatch(one::diesWith)));
  }

  /** What LVM reports of a thin pool, from metadata written by hand: README.md says how. */
  @Test
  void thinVolumes() {
    List<LogicalVolume> volumes = Lvm.parseVolumes(Outputs.of("lvm/volumes-thin"));
    LogicalVolume clone = volumes.get(2);
    assertEquals("thin", clone.pool());
    assertEquals("kvmcore-base-0123456789ab", clone.origin());
    assertFalse(clone.thinPool());
    assertEquals("", volumes.get(3).origin());
    LogicalVolume pool = volumes.get(5);
    assertTrue(pool.thinPool());
    assertTrue(pool.zeroes());
    assertEquals("lv_coreos/thin", pool.fullName());
    assertEquals(Set.of("kvmcore.pool", "kvmcore.cluster=coreos"), pool.tags());
  }

  /** Those of a thin pool take what was written to them, and their base, which they share. */
  @Test
  void spaceThatVolumesTake() {
    Map<String, DiskUse> use = Lvm.parseUse(Outputs.of("lvm/use"));
    assertEquals(new DiskUse(134217728, 134217728), use.get("vg0/HDD-plain-VM1"));
    assertEquals(new DiskUse(51901995, 134217728), use.get("vg0/HDD-thin-VM1"));
    assertEquals(4, use.size());
    assertEquals(
        "lvs --reportformat json --units b --nosuffix -o vg_name,lv_name,lv_size,data_percent",
        Lvm.use().display());
    String hostile = Outputs.of("lvm/use").replace("38.67", "1e309");
    assertThrows(IllegalArgumentException.class, () -> Lvm.parseUse(hostile));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"report\": {}}",
        "{\"report\": [{\"vg\": [{\"vg_name\": \"a\"}]}]}",
        "{\"report\": [{\"vg\": [{\"vg_name\": \"a\", \"vg_extent_size\": \"4m\","
            + " \"vg_free_count\": \"1\"}]}]}"
      })
  void whatIsNoReportIsRefused(String json) {
    assertThrows(IllegalArgumentException.class, () -> Lvm.parseGroups(json));
  }
}
