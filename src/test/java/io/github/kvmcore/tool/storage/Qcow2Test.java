package io.github.kvmcore.tool.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.Installed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of the real qemu-img, whole and as a power failure leaves them. */
class Qcow2Test {
  @TempDir Path folder;

  private Path create(String... options) throws Exception {
    Installed.need("qemu-img");
    Path disk = folder.resolve("disk");
    Files.deleteIfExists(disk);
    List<String> command = new ArrayList<>(List.of("qemu-img", "create", "-q"));
    command.addAll(List.of(options));
    command.addAll(List.of(disk.toString(), "3G"));
    assertEquals(0, new ProcessBuilder(command).start().waitFor());
    return disk;
  }

  private static Optional<String> flaw(byte[] image) {
    return Qcow2.flaw(Arrays.copyOf(image, Qcow2.HEADER_BYTES), image.length);
  }

  @Test
  void wholeImagesHaveNone() throws Exception {
    for (String options :
        List.of("", "compat=0.10", "cluster_size=512", "cluster_size=2M", "extended_l2=on")) {
      Path disk = options.isEmpty() ? create("-f", "qcow2") : create("-f", "qcow2", "-o", options);
      assertEquals(Optional.empty(), flaw(Files.readAllBytes(disk)), options);
    }
  }

  @Test
  void whatIsCutOffOrNoImageHas() throws Exception {
    byte[] image = Files.readAllBytes(create("-f", "qcow2"));
    for (int bytes : List.of(72, 512, 65536, 131072, image.length - 1)) {
      assertEquals(
          Optional.of("it ends at byte " + bytes + ", and its tables at " + image.length),
          flaw(Arrays.copyOf(image, bytes)));
    }
    assertEquals(Optional.of("it has no qcow2 header"), flaw(new byte[0]));
    assertEquals(Optional.of("it has no qcow2 header"), flaw(new byte[1024]));
  }

  /** No header makes it overflow. */
  @Test
  void hostileNumbersAreFlaws() throws Exception {
    byte[] image = Files.readAllBytes(create("-f", "qcow2"));
    for (int at = 20; at < 64; at += 4) {
      byte[] hostile = image.clone();
      Arrays.fill(hostile, at, at + 4, (byte) 0xff);
      flaw(hostile);
    }
    byte[] hostile = image.clone();
    Arrays.fill(hostile, 40, 48, (byte) 0x7f);
    assertTrue(flaw(hostile).isPresent());
  }
}
