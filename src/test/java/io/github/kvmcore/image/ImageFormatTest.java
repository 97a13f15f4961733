package io.github.kvmcore.image;

import static io.github.kvmcore.image.TestStore.DISK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.image.BaseImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that are packed, raw, or none at all: what becomes a disk, and what is refused. */
@Timeout(60)
class ImageFormatTest {
  @TempDir Path folder;
  @AutoClose private TestStore images;

  @BeforeEach
  void make() throws IOException {
    images = new TestStore(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "bzip2,,            lbzip2",
    "bzip2,lbzip2,      pbzip2",
    "bzip2,lbzip2 pbzip2, bzip2",
    "gzip,pigz,         gzip",
    "xz,,               xz",
  })
  void theFastestProgramUnpacks(String packer, String hidden, String expected) throws IOException {
    Path file = folder.resolve("x.bin");
    Files.write(file, images.packed(packer, "-c", images.qcow2.toString()));
    images.programs.hide(hidden == null ? new String[0] : hidden.split(" "));
    images.assertSameDisk(images.fetch(file.toString()).path());
    assertEquals(expected, images.programs.names().get(0));
    assertTrue(Files.exists(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bzip2", "gzip", "xz"})
  void withoutProgramsJavaUnpacks(String packer) throws IOException {
    Path file = folder.resolve("x.bin");
    Path second = folder.resolve("y.bin");
    Files.write(second, images.packed(packer, "-c", images.qcow2.toString()));
    Files.write(file, Files.readAllBytes(second));
    images.programs.hide("lbzip2", "pbzip2", "bzip2", "pigz", "gzip", "xz");
    images.assertSameDisk(images.fetch(file.toString()).path());
    assertEquals("qemu-img", images.programs.names().get(0));
    byte[] cut = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(cut, cut.length / 2));
    String message = images.failure(file.toString());
    assertTrue(message.startsWith("the image " + file + " is damaged or cut: "), message);
  }

  @Test
  void concatenatedStreamsAreReadToTheEndByJava() throws IOException {
    Path file = folder.resolve("x.bin");
    Path a =
        Files.write(folder.resolve("a"), Arrays.copyOf(Files.readAllBytes(images.qcow2), 1000));
    byte[] all = Files.readAllBytes(images.qcow2);
    Path b = Files.write(folder.resolve("b"), Arrays.copyOfRange(all, 1000, all.length));
    byte[] first = images.packed("bzip2", "-c", a.toString());
    byte[] second = images.packed("bzip2", "-c", b.toString());
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Files.write(file, both);
    images.programs.hide("lbzip2", "pbzip2", "bzip2");
    images.assertSameDisk(images.fetch(file.toString()).path());
  }

  @Test
  void aRawDiskBecomesQcow2() throws IOException {
    Path raw = folder.resolve("raw disk.bin");
    images.programs.tool(
        "qemu-img", "convert", "-O", "raw", images.qcow2.toString(), raw.toString());
    BaseImage image = images.fetch(raw.toString());
    assertTrue(image.path().getFileName().toString().startsWith("raw_disk-"));
    images.assertSameDisk(image.path());
    assertEquals(DISK, Files.size(raw));
  }

  @Test
  void aRawDiskIsNeverProbed() throws IOException {
    byte[] disk = new byte[1 << 20];
    System.arraycopy(Files.readAllBytes(images.qcow2), 0, disk, 512, 512);
    disk[510] = 0x55;
    disk[511] = (byte) 0xaa;
    Path raw = Files.write(folder.resolve("raw.bin"), disk);
    images.fetch(raw.toString());
    images.programs.ran.stream()
        .filter(command -> command.argv().contains("info") || command.argv().contains("convert"))
        .forEach(command -> assertTrue(command.argv().contains("-f"), command::display));
  }

  @Test
  void aBackingFileIsRefusedBeforeQemuSeesIt() {
    Path bad = folder.resolve("bad.img");
    images.programs.tool(
        "qemu-img", "create", "-q", "-f", "qcow2", "-b", "/etc/shadow", "-F", "raw", "" + bad);
    assertEquals(
        "the image "
            + bad
            + " names a backing file: it is an overlay of another image, which could be any file"
            + " of this host\nit is not used",
        images.failure(bad.toString()));
    assertEquals(List.of(), images.programs.names());
    assertEquals(List.of(), images.left());
  }

  @Test
  void anExternalDataFileIsRefusedBeforeQemuSeesIt() {
    Path bad = folder.resolve("bad.img");
    String option = "data_file=" + folder.resolve("data");
    images.programs.tool(
        "qemu-img", "create", "-q", "-f", "qcow2", "-o", option, bad.toString(), "1M");
    assertEquals(
        "the image "
            + bad
            + " keeps its data in an external data file, which could be any file of this host\nit is not used",
        images.failure(bad.toString()));
    assertEquals(List.of(), images.programs.names());
  }

  @Test
  void aHeaderWithRubbishBehindItIsRefusedByQemu() throws IOException {
    byte[] bytes = Files.readAllBytes(images.qcow2);
    Arrays.fill(bytes, 40, 72, (byte) 0xff);
    Path bad = Files.write(folder.resolve("bad.img"), bytes);
    String message = images.failure(bad.toString());
    assertTrue(
        message.startsWith("the image " + bad + " can't be read by qemu-img\n  command: "),
        message);
  }

  @Test
  void aWebPageIsRefusedAndPutAside() {
    images.server.files.put("/a.img", "<!DOCTYPE html><p>Log in".getBytes(StandardCharsets.UTF_8));
    String url = images.server.url("/a.img").toString();
    assertTrue(
        images
            .failure(url)
            .startsWith("the image " + url + " is a web page, not an image\nit is kept as "));
    assertEquals(List.of(images.request(url).target().getFileName() + ".bad"), images.left());
  }

  @Test
  void compressedTwiceIsRefused() throws IOException {
    Path once =
        Files.write(folder.resolve("a"), images.packed("bzip2", "-c", images.qcow2.toString()));
    Path twice = Files.write(folder.resolve("b"), images.packed("gzip", "-c", once.toString()));
    assertEquals(
        "the image "
            + twice
            + " is compressed twice: inside is another bzip2 file; unpack it first\nit is not used",
        images.failure(twice.toString()));
  }

  @Test
  void aDamagedPackIsRefusedWithWhatTheProgramSaid() throws IOException {
    byte[] packed = images.packed("bzip2", "-c", images.qcow2.toString());
    Path cut = Files.write(folder.resolve("a"), Arrays.copyOf(packed, packed.length - 20));
    images.programs.hide("lbzip2", "pbzip2");
    String message = images.failure(cut.toString());
    assertTrue(
        message.startsWith(
            "the image " + cut + " can't be unpacked; it is damaged or cut\n  command: bzip2 -dc"),
        message);
    assertEquals(List.of(), images.left());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBombIsStopped(boolean byProgram) throws IOException {
    Path zeros = folder.resolve("zeros");
    try (var channel =
        FileChannel.open(zeros, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), 100L << 20);
    }
    Path bomb =
        Files.write(folder.resolve("bomb"), images.packed("gzip", "-1", "-c", zeros.toString()));
    Files.delete(zeros);
    if (!byProgram) {
      images.programs.hide("pigz", "gzip");
    }
    images.limit(4 << 20);
    assertEquals(
        "the image "
            + bomb
            + " becomes larger than 4.0 MiB when unpacked; that is no image\nit is not used",
        images.failure(bomb.toString()));
    assertEquals(List.of(), images.left());
  }
}
