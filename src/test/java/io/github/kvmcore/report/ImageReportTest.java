package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
                  OsRelease.UNKNOWN),
              new BaseImage(
                  "https://example.org/4152.2.3/flatcar.img.bz2",
                  Path.of("/cache/flatcar.qcow2"),
                  1 << 20,
                  1 << 30,
                  "sha512:" + "e".repeat(128),
                  "signature F88CFEDEFF29A5B4D9523864E25D9AED0593B34A",
                  "2026-01-01T03:04:05Z",
                  new OsRelease(Os.FLATCAR, "stable", "4152.2.3", "x86_64"))),
          Map.of(
              Path.of("/cache/my image"), List.of(),
              Path.of("/cache/flatcar.qcow2"), List.of("coreos-1", "coreos-2")),
          Instant.parse("2026-01-05T03:04:06Z"));

  @Test
  void table() {
    assertEquals(
        """
        IMAGE                              RELEASE   SIZE       DISK      FETCHED                                VERIFIED   MACHINES           PATH
        https://example.org/image.img.bz2  -         476.8 MiB  9.0 GiB   2026-01-02T03:04:05Z (3 days ago)      DIGESTS    ?                  /cache/image.qcow2
        smoke                              -         1023 B     64.0 MiB  2026-01-02T03:04:05.678Z (3 days ago)  nothing    -                  /cache/my image
        flatcar stable                     4152.2.3  1.0 MiB    1.0 GiB   2026-01-01T03:04:05Z (4 days ago)      signature  coreos-1,coreos-2  /cache/flatcar.qcow2
        """,
        REPORT.text(OutputFormat.TABLE, false));
    assertEquals(
        "", new ImageReport(List.of(), Map.of(), Instant.EPOCH).text(OutputFormat.TABLE, true));
    assertEquals("no images in the cache", REPORT.emptyNote());
  }

  @Test
  void names() {
    assertEquals(
        "/cache/image.qcow2\n/cache/my image\n/cache/flatcar.qcow2\n",
        REPORT.text(OutputFormat.NAME, false));
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
              "signer": null,
              "fetched": "2026-01-02T03:04:05Z",
              "os": "other",
              "channel": null,
              "release": null,
              "architecture": null,
              "machines": null
            },"""
            .formatted("0123456789abcdef".repeat(8)),
        first);
    Schemas.assertValid("images", json, REPORT.text(OutputFormat.YAML, false));
  }

  @Test
  void offersAndConditions() {
    OfferReport offers =
        new OfferReport(
            List.of(
                new OfferReport.Offer(
                    new OsRelease(Os.FCOS, "next", "41.20250117.1.0", "aarch64"),
                    URI.create("https://example.org/x.qcow2.xz"),
                    null)));
    assertEquals(
        """
        SYSTEM  CHANNEL  RELEASE          ARCH     CACHED  SOURCE
        fcos    next     41.20250117.1.0  aarch64  no      https://example.org/x.qcow2.xz
        """,
        offers.text(OutputFormat.TABLE, false));
    Schemas.assertValid(
        "offers", offers.text(OutputFormat.JSON, false), offers.text(OutputFormat.YAML, false));
    ConditionReport conditions =
        new ConditionReport(
            List.of(new ConditionReport.Line(Path.of("/cache/a.qcow2"), "changed", "it is gone")));
    assertEquals(
        """
        STATE    PATH            DETAIL
        changed  /cache/a.qcow2  it is gone
        """,
        conditions.text(OutputFormat.TABLE, false));
    Schemas.assertValid(
        "conditions",
        conditions.text(OutputFormat.JSON, false),
        conditions.text(OutputFormat.YAML, false));
  }
}
