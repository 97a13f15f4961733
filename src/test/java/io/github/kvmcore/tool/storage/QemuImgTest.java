package io.github.kvmcore.tool.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QemuImgTest {
  private static final Path A = Path.of("/a");
  private static final Path B = Path.of("/b");

  @Test
  void argumentLists() {
    assertEquals("qemu-img info --output=json -f qcow2 /a", QemuImg.info(A, "qcow2").display());
    assertEquals(
        "qemu-img convert -f raw -O qcow2 /a /b", QemuImg.convert(A, "raw", B, "qcow2").display());
    assertEquals(
        "qemu-img create -q -f qcow2 -F qcow2 -b /a /b",
        QemuImg.createOverlay(A, B, null).display());
    assertEquals(
        "qemu-img create -q -f qcow2 -F qcow2 -b /a /b 1024",
        QemuImg.createOverlay(A, B, 1024L).display());
    assertEquals(
        "qemu-img convert -n -f qcow2 -O raw -W -m 8 -t none /a /b",
        QemuImg.fill(A, B, false).display());
    assertEquals(
        "qemu-img convert -n --target-is-zero -f qcow2 -O raw -W -m 8 -t none /a /b",
        QemuImg.fill(A, B, true).display());
    assertEquals("qemu-img resize -q -f raw /a 2048", QemuImg.resize(A, "raw", 2048).display());
  }

  /** Shortened from qemu-img 7.2. */
  @Test
  void info() {
    assertEquals(
        new QemuImgInfo("qcow2", 1048576, null, null, false, false),
        QemuImg.parseInfo(
            """
            {"virtual-size": 1048576, "filename": "/a", "cluster-size": 65536, "format": "qcow2",
             "actual-size": 200704, "format-specific": {"type": "qcow2", "data": {"compat": "1.1",
             "corrupt": false}}, "dirty-flag": false}
            """));
    assertEquals(
        new QemuImgInfo("qcow2", 1024, "/etc/shadow", "/x", true, true),
        QemuImg.parseInfo(
            """
            {"backing-filename-format": "raw", "virtual-size": 1024, "format": "qcow2",
             "encrypted": true, "backing-filename": "/etc/shadow",
             "format-specific": {"type": "qcow2", "data": {"corrupt": true, "data-file": "/x"}}}
            """));
  }

  @Test
  void whatIsNoInfoIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> QemuImg.parseInfo("{"));
    assertThrows(IllegalArgumentException.class, () -> QemuImg.parseInfo("[]"));
    assertThrows(
        IllegalArgumentException.class,
        () -> QemuImg.parseInfo("{\"format\": \"raw\", \"virtual-size\": \"1\"}"));
  }
}
