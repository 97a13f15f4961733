package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.plan.ownership.HalfWritten;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfWrittenTest {
  @ParameterizedTest
  @CsvSource({
    ".vm-coreos-1.img.part.3b35756f1cd56, true",
    ".vm-coreos-1.img.c3554e72898f, true",
    ".vm-coreos-1.img., false",
    ".vm-coreos-1.img.swp, false",
    ".vm-coreos-11.img.part.3b35756f1cd56, false",
    "vm-coreos-1.img.part.3b35756f1cd56, false",
    "vm-coreos-1.img, false",
  })
  void isToldByItsName(String name, boolean half) {
    assertEquals(half, HalfWritten.of("vm-coreos-1\\.img(\\.part)?", Path.of("/x", name)));
  }
}
