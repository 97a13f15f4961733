package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.image.pipeline.ImageProgress;
import io.github.kvmcore.model.image.BaseImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Images that would make qemu open another file, a device or an address, with the real qemu-img: it
 * is never run on one of them, whatever it is packed in.
 */
class HostileDiskTest {
  private static final ImageProgress SILENT =
      new ImageProgress() {
        @Override
        public void note(String text) {}

        @Override
        public void warn(String text) {}

        @Override
        public void transferred(String what, long bytes, long total) {}
      };

  private final RealPrograms programs = new RealPrograms();
  private final LocalFiles files = new LocalFiles();
  private Path folder;
  private ImageStore store;

  @BeforeEach
  @BeforeProperty
  void make() throws IOException {
    folder = Files.createTempDirectory("hostile-disk");
    store =
        new ImageStore(
            programs.access(1),
            folder.resolve("cache"),
            folder.resolve("build-image"),
            Publishers.of("https://example.org"),
            new ImageStore.Limits(32 << 20, Duration.ofMillis(20), Duration.ofSeconds(30)),
            Clock.systemUTC());
  }

  @AfterEach
  @AfterProperty
  void remove() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private Path tool(Path made, String... argv) {
    programs.tool(argv);
    programs.ran.clear();
    return made;
  }

  private BaseImage fetch(Path image) {
    return store.fetch(store.request(image.toString(), null, false, 0), SILENT);
  }

  private String refused(Path image) {
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> fetch(image));
    assertEquals(ExitCode.STEP_FAILED, e.exitCode());
    assertEquals(
        List.of(),
        files.list(folder.resolve("cache")).stream().filter(it -> !it.endsWith(".lock")).toList());
    return e.text();
  }

  private List<String> qemuRuns() {
    return programs.names().stream().filter(it -> it.startsWith("qemu")).toList();
  }

  /** A qcow2 image of which the header names this file, as {@code qemu-img rebase -u} writes it. */
  private Path overlayOf(String backing) {
    Path image = folder.resolve("overlay.img");
    tool(image, "qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "1M");
    return tool(
        image, "qemu-img", "rebase", "-q", "-u", "-F", "raw", "-b", backing, image.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/shadow",
        "../../../../etc/shadow",
        "/dev/sda",
        "/dev/null",
        "file:/etc/shadow",
        "nbd://127.0.0.1:10809/export",
        "https://127.0.0.1/image",
        "json:{\"driver\":\"raw\",\"file\":{\"driver\":\"file\",\"filename\":\"/etc/shadow\"}}",
        "json:{\"driver\":\"nbd\",\"host\":\"127.0.0.1\"}",
        "overlay.img"
      })
  void aBackingFileOfAnyKindIsRefusedBeforeQemuSeesIt(String backing) {
    Path image = overlayOf(backing);
    assertTrue(refused(image).contains(" names a backing file: "));
    assertEquals(List.of(), qemuRuns());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz"})
  void inAPackedFileAsWell(String packer) {
    Path image = overlayOf("/etc/shadow");
    Path packed = folder.resolve("packed.img");
    CommandResult result =
        programs.run(Command.of(packer, "-c", image.toString()).withOutputFile(packed));
    assertTrue(result.ok(), result::explain);
    programs.ran.clear();
    assertTrue(refused(packed).contains(" names a backing file: "));
    assertEquals(List.of(), qemuRuns());
  }

  /** A chain: the image names one that is harmless by itself and names another. */
  @Test
  void aChainIsRefusedAtItsFirstLink() throws IOException {
    Path middle = Files.move(overlayOf("/etc/shadow"), folder.resolve("middle.img"));
    Path image = overlayOf(middle.toString());
    assertTrue(refused(image).contains(" names a backing file: "));
    assertEquals(List.of(), qemuRuns());
  }

  @Test
  void anExternalDataFileIsRefused() {
    Path image = folder.resolve("data.img");
    String option = "data_file=" + folder.resolve("elsewhere");
    tool(image, "qemu-img", "create", "-q", "-f", "qcow2", "-o", option, image.toString(), "1M");
    assertTrue(refused(image).contains(" external data file"));
    assertEquals(List.of(), qemuRuns());
  }

  @Test
  void aVmdkDescriptorWithAnExtentElsewhereIsRefused() throws IOException {
    Path image = folder.resolve("image.img");
    String descriptor =
        "# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\ncreateType=\"monolithicFlat\""
            + "\nRW 2048 FLAT \"/etc/shadow\" 0\n";
    Files.writeString(image, descriptor + "\n".repeat(512 - descriptor.length() % 512));
    assertTrue(refused(image).contains(" is the descriptor of a VMware disk (vmdk)"));
    assertEquals(List.of(), qemuRuns());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vmdk", "vdi", "vhdx", "qed", "qcow"})
  void otherFormatsAreRefusedEmptyAsTheyAre(String format) {
    Path image = folder.resolve("image." + format);
    tool(image, "qemu-img", "create", "-q", "-f", format, image.toString(), "1M");
    refused(image);
    assertEquals(List.of(), qemuRuns());
  }

  @Test
  void archivesAreRefused() throws IOException {
    Path shadow = Files.createSymbolicLink(folder.resolve("image.img"), Path.of("/etc/shadow"));
    Path packed = folder.resolve("image.tar.gz");
    tool(
        packed,
        "tar",
        "-C",
        folder.toString(),
        "-czf",
        packed.toString(),
        shadow.getFileName() + "");
    assertTrue(refused(packed).contains(" is a tar archive"));
    assertEquals(List.of(), qemuRuns());
  }

  /** What a guest can write to its raw disk is no header: the format is always named. */
  @Test
  void aRawDiskIsNotLookedIntoAgain() throws IOException {
    byte[] disk = new byte[1 << 20];
    disk[510] = 0x55;
    disk[511] = (byte) 0xaa;
    byte[] inner = Files.readAllBytes(overlayOf("/etc/shadow"));
    System.arraycopy(inner, 0, disk, 512, Math.min(inner.length, 4096));
    BaseImage image = fetch(Files.write(folder.resolve("raw.img"), disk));
    for (Command command : programs.ran) {
      boolean names = command.argv().contains("-f") || !command.program().equals("qemu-img");
      assertTrue(names, command.display());
    }
    Path back = folder.resolve("back.img");
    tool(back, "qemu-img", "convert", "-f", "qcow2", "-O", "raw", image.path() + "", back + "");
    assertTrue(Arrays.equals(disk, Files.readAllBytes(back)));
  }

  /** A table of 32 GiB at the end of the file, of a disk that claims to be 1 EiB. */
  @Test
  void aHeaderThatClaimsHugeTablesIsRefusedSoon() throws IOException {
    Path image = folder.resolve("huge.img");
    tool(image, "qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "1M");
    byte[] bytes = Files.readAllBytes(image);
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putLong(24, 1L << 60);
    header.putInt(36, Integer.MAX_VALUE);
    long started = System.nanoTime();
    refused(Files.write(image, bytes));
    assertTrue(System.nanoTime() - started < 10_000_000_000L);
  }

  @Test
  void qemuImgLooksWithLittleMemory() {
    Command info = io.github.kvmcore.tool.storage.QemuImg.info(Path.of("/a"), "raw");
    Command shown = Command.of("sh", "-c", "ulimit -v; ulimit -t").withMemory(info.memoryBytes());
    assertEquals("1048576\n120\n", programs.run(shown.withLimit(Duration.ofSeconds(120))).out());
    // One that wants more gets none.
    Command greedy = Command.of("dd", "if=/dev/zero", "of=/dev/null", "bs=64M", "count=1");
    assertTrue(programs.run(greedy).ok());
    assertFalse(programs.run(greedy.withMemory(32 << 20)).ok());
  }

  /**
   * A good image with one of its bytes changed, or cut: used or refused, and no other file read.
   */
  @Inputs(value = 40, times = 20)
  void aDamagedImage(
      @ForAll @IntRange(min = 0, max = 512) int at, @ForAll @IntRange(min = 0, max = 255) int value)
      throws IOException {
    Path image = folder.resolve("damaged.img");
    if (!Files.exists(folder.resolve("good.img"))) {
      Path good = folder.resolve("good.img");
      tool(good, "qemu-img", "create", "-q", "-f", "qcow2", good.toString(), "1M");
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("good.img"));
    bytes[at] = (byte) value;
    Files.write(image, bytes);
    try {
      Path made = fetch(image).path();
      String text = new String(files.head(made, 64), StandardCharsets.ISO_8859_1);
      assertTrue(text.startsWith("QFI\u00fb"), text);
      assertEquals(0, ByteBuffer.wrap(files.head(made, 64)).getLong(8));
    } catch (KvmcoreException e) {
      assertTrue(e.text().startsWith("the image " + image + " "), e.text());
    } catch (UncheckedIOException e) {
      throw new AssertionError(e);
    }
  }
}
