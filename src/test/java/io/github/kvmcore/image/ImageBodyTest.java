package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.http.FaultyServer.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images whose headers are right, and that are cut, damaged or no disk: by the real qemu-img. */
@Timeout(120)
class ImageBodyTest {
  @TempDir Path folder;
  @AutoClose private TestStore images;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    images = new TestStore(folder);
    file = folder.resolve("x.img");
  }

  private byte[] cut(Path whole, int missing) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    return Arrays.copyOf(bytes, bytes.length - missing);
  }

  private void assertRefused(Path image, String reason) {
    String said = images.failure(image.toString());
    assertTrue(said.contains(reason), said);
    assertEquals(List.of(), images.store.list());
    assertEquals(List.of(), images.left());
  }

  @ParameterizedTest
  @ValueSource(ints = {65536, 100_000, 500_000, 1_000_000})
  void aCutQcow2(int missing) throws IOException {
    Files.write(file, cut(images.qcow2, missing));
    assertRefused(file, "is damaged or cut, as qemu-img check finds");
  }

  /** qemu-img check says nothing of the last cluster. */
  @ParameterizedTest
  @ValueSource(ints = {1, 511, 512, 4096, 65535})
  void aQcow2ThatIsCutWithinItsLastCluster(int missing) throws IOException {
    Files.write(file, cut(images.qcow2, missing));
    assertRefused(file, "is cut: it has ");
  }

  @Test
  void aCutQcow2OfPackedClusters() throws IOException {
    Path packed = folder.resolve("packed.qcow2");
    Path noise = Files.write(folder.resolve("noise.raw"), noise(3 << 20));
    images.programs.tool("qemu-img", "convert", "-c", "-O", "qcow2", "" + noise, "" + packed);
    assertEquals(3 << 20, images.fetch(packed).virtualBytes());
    Files.write(file, cut(packed, 1024));
    String said = images.failure(file.toString());
    assertTrue(said.contains("is cut: it has "), said);
  }

  /** Half of each cluster can be packed. */
  private static byte[] noise(int bytes) {
    byte[] all = new byte[bytes];
    java.util.Random random = new java.util.Random(1);
    for (int at = 0; at < bytes; at += 2) {
      all[at] = (byte) random.nextInt();
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bzip2", "gzip", "xz"})
  void aCutQcow2InAPackedFileThatIsWhole(String packer) throws IOException {
    Path half = Files.write(folder.resolve("half"), cut(images.qcow2, 500_000));
    Files.write(file, images.packed(packer, "-c", half.toString()));
    assertRefused(file, "is damaged or cut, as qemu-img check finds");
  }

  @Test
  void aHeaderAlone() throws IOException {
    byte[] bytes = Files.readAllBytes(images.qcow2);
    Files.write(file, Arrays.copyOf(bytes, 100));
    assertRefused(file, "has no whole qcow2 header");
    Files.write(file, Arrays.copyOf(bytes, 112));
    assertRefused(file, "is damaged or cut, as qemu-img check finds");
  }

  @Test
  void aBodyWithoutLengthThatEndsEarly() throws IOException {
    images.server.files.put("/a.img", cut(images.qcow2, 300_000));
    images.server.next(Fault.NO_LENGTH);
    String said = images.failure(images.server.url("/a.img").toString());
    assertTrue(said.contains("is damaged or cut, as qemu-img check finds"), said);
    assertEquals(List.of(), images.store.list());
    assertTrue(images.left().get(0).endsWith(".bad"), images.left().toString());
  }

  @Test
  void damagedTables() throws IOException {
    byte[] bytes = Files.readAllBytes(images.qcow2);
    int table = (int) ByteBuffer.wrap(bytes).getLong(40);
    ByteBuffer.wrap(bytes).putLong(table, 0x8000000000000000L | 1 << 30);
    Files.write(file, bytes);
    assertRefused(file, "is damaged or cut, as qemu-img check finds");
  }

  @Test
  void spaceThatIsLostDoesNoHarm() throws IOException {
    byte[] bytes = Files.readAllBytes(images.qcow2);
    int table = (int) ByteBuffer.wrap(bytes).getLong(40);
    int clusters = (int) (ByteBuffer.wrap(bytes).getLong(table) & 0x00ffffffffffff00L);
    ByteBuffer.wrap(bytes).putLong(clusters + 3 * Long.BYTES, 0);
    Files.write(file, bytes);
    assertEquals(
        3,
        new io.github.kvmcore.exec.process.ZtCommandRunner()
            .run(io.github.kvmcore.tool.storage.QemuImg.check(file))
            .exitStatus());
    assertEquals(TestStore.DISK, images.fetch(file).virtualBytes());
  }

  private static byte[] disk(int bytes) {
    byte[] disk = new byte[bytes];
    disk[510] = 0x55;
    disk[511] = (byte) 0xaa;
    return disk;
  }

  @Test
  void rawWithoutABootSector() throws IOException {
    byte[] disk = disk(1 << 20);
    Files.write(file, disk);
    images.fetch(file);
    disk[511] = 0;
    Files.write(file, disk);
    String said = images.failure(file.toString());
    assertTrue(said.contains("has neither a boot sector nor a partition table"), said);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void rawThatEndsBeforeItsPartitionTableSays(int sector) throws IOException {
    int sectors = (1 << 20) / sector;
    ByteBuffer disk = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    disk.position(sector).put("EFI PART".getBytes(StandardCharsets.US_ASCII));
    disk.putLong(sector + 32, sectors - 1);
    Files.write(file, disk.array());
    images.fetch(file);
    Files.write(file, Arrays.copyOf(disk.array(), (1 << 20) - 512));
    String said = images.failure(file.toString());
    assertTrue(said.contains("its partition table wants sector " + (sectors - 1)), said);
  }

  @Test
  void rawThatEndsBeforeItsLastPartition() throws IOException {
    ByteBuffer disk = ByteBuffer.wrap(disk(1 << 20)).order(ByteOrder.LITTLE_ENDIAN);
    disk.put(446, (byte) 0x80).put(450, (byte) 0x83).putInt(454, 64).putInt(458, 2048 - 64);
    Files.write(file, disk.array());
    images.fetch(file);
    Files.write(file, Arrays.copyOf(disk.array(), (1 << 20) - 512));
    String said = images.failure(file.toString());
    assertTrue(said.contains("its partition table wants sector 2047"), said);
  }

  /** Its only header is at its end. */
  @Test
  void aVhdOfFixedSize() throws IOException {
    Path vhd = folder.resolve("azure.vhd");
    Path raw = Files.write(folder.resolve("raw"), disk(1 << 20));
    images.programs.tool(
        "qemu-img",
        "convert",
        "-f",
        "raw",
        "-O",
        "vpc",
        "-o",
        "subformat=fixed",
        raw + "",
        vhd + "");
    String said = images.failure(vhd.toString());
    assertTrue(said.contains("is a Virtual PC disk (vhd)"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vmdk", "vdi", "vhdx", "vpc", "qed", "parallels", "qcow"})
  void anotherHypervisorsDisk(String format) throws IOException {
    Path raw = Files.write(folder.resolve("raw"), disk(1 << 20));
    images.programs.tool("qemu-img", "convert", "-f", "raw", "-O", format, "" + raw, "" + file);
    String said = images.failure(file.toString());
    String expected = format.equals("qcow") ? "is of qcow version 1" : "convert it first (qemu-img";
    assertTrue(said.contains(expected), said);
    assertEquals(List.of(), images.left());
  }

  /** As Flatcar's for booting over the network; a copy of what was tried first. */
  @Test
  void anInitramfs() {
    Path cpio = Path.of("test-fixtures/images/flatcar_production_pxe_image.cpio.gz");
    String said = images.failure(cpio.toAbsolutePath().toString());
    assertTrue(said.contains("is a cpio archive, as an initramfs is, not a disk"), said);
  }
}
