package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.OsRelease;
import io.github.kvmcore.model.OutputFormat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageReportTest {
  private static final ImageReport REPORT =
      new ImageReport(
          List.of(
              new BaseImage(
                  "https://example.org/image.img.bz2",
                  Path.of("/cache/image.qcow2"),
                  500_000_000,
                  9L << 30,
                  "sha512:" + "0123456789abcdef".repeat(8),
                  "DIGESTS",
                  "2026-01-02T03:04:05Z",
                  OsRelease.UNKNOWN),
              new BaseImage(
                  "smoke",
                  Path.of("/cache/my image"),
                  1023,
                  64 << 20,
                  "sha512:" + "f".repeat(128),
                  "nothing",
                  "2026-01-02T03:04:05.678Z",
                  OsRelease.UNKNOWN)));

  @Test
  void table() {
    assertEquals(
        """
        SOURCE                             SIZE       DISK      FETCHED                   DIGEST               PATH
        https://example.org/image.img.bz2  476.8 MiB  9.0 GiB   2026-01-02T03:04:05Z      sha512:0123456789ab  /cache/image.qcow2
        smoke                              1023 B     64.0 MiB  2026-01-02T03:04:05.678Z  sha512:ffffffffffff  /cache/my image
        """,
        REPORT.text(OutputFormat.TABLE, false));
    assertEquals("", new ImageReport(List.of()).text(OutputFormat.TABLE, true));
    assertEquals("no images in the cache", REPORT.emptyNote());
  }

  @Test
  void names() {
    assertEquals("/cache/image.qcow2\n/cache/my image\n", REPORT.text(OutputFormat.NAME, false));
  }

  @Test
  void json() {
    String json = REPORT.text(OutputFormat.JSON, false);
    String first = json.substring(0, json.indexOf("},") + 2);
    assertEquals(
        """
        {
          "images": [
            {
              "source": "https://example.org/image.img.bz2",
              "path": "/cache/image.qcow2",
              "file_bytes": 500000000,
              "virtual_bytes": 9663676416,
              "digest": "sha512:%s",
              "verified": "DIGESTS",
              "fetched": "2026-01-02T03:04:05Z"
            },"""
            .formatted("0123456789abcdef".repeat(8)),
        first);
    Schemas.assertValid("images", json, REPORT.text(OutputFormat.YAML, false));
  }
}
