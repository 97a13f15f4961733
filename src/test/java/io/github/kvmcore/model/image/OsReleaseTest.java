package io.github.kvmcore.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsReleaseTest {
  @ParameterizedTest
  @CsvSource({
    "FLATCAR, 4081.3.6, true",
    "FLATCAR, 4458.99.0, true",
    "FLATCAR, 4459.0.0, false",
    "FLATCAR, 10000.0.0, false",
    "FLATCAR, '', false",
    "FLATCAR, current, false",
    "FCOS, 41.20250117.3.0, false"
  })
  void oldReleasesOfFlatcarLackVirtiofs(Os os, String version, boolean lacks) {
    assertEquals(lacks, new OsRelease(os, "stable", version, "x86_64").lacksVirtiofs());
  }
}
