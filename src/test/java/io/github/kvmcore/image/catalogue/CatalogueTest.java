package io.github.kvmcore.image.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.spec.CatalogueSettings;
import io.github.kvmcore.spec.load.SettingsContext;
import io.github.kvmcore.spec.load.SettingsLoader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of the real publishers, with a door that writes down what it is asked. */
class CatalogueTest {
  private static final String HASH = "0a".repeat(32);

  private final List<String> asked = new ArrayList<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Downloader door =
      new Downloader() {
        @Override
        public void download(URI url, Path target, Progress progress) {
          throw new AssertionError("nothing is fetched here: " + url);
        }

        @Override
        public Optional<String> text(URI url) {
          asked.add(url.toString());
          return Optional.ofNullable(texts.get(url.toString()));
        }

        @Override
        public boolean exists(URI url) {
          return texts.containsKey(url.toString());
        }
      };
  private final Catalogue catalogue = new Catalogue(door, defaults());

  private static CatalogueSettings defaults() {
    SettingsContext context =
        new SettingsContext(
            null, Path.of("/"), "x86_64", path -> Optional.empty(), List.of(), null);
    return SettingsLoader.load(List.of(), context).settings().catalogue();
  }

  private static String stream(String location) {
    return """
        {"stream": "stable", "architectures": {"x86_64": {"artifacts": {"qemu": {
          "release": "41.20250117.3.0", "formats": {"qcow2.xz": {"disk": {
            "location": "%s", "signature": "%s.sig",
            "sha256": "%s", "uncompressed-sha256": "%s"}}}}}}}}
        """
        .formatted(location, location, HASH, "0b".repeat(32));
  }

  private String failure(Os os, String channel, String architecture) {
    return assertThrows(KvmcoreException.class, () -> catalogue.newest(os, channel, architecture))
        .text();
  }

  @ParameterizedTest
  @CsvSource({
    "FLATCAR, stable, x86_64, https://stable.release.flatcar-linux.net/amd64-usr, current,"
        + " flatcar_production_qemu_image.img.bz2",
    "FLATCAR, beta, aarch64, https://beta.release.flatcar-linux.net/arm64-usr, current,"
        + " flatcar_production_qemu_uefi_image.img.bz2",
    "FLATCAR, alpha, x86_64, https://alpha.release.flatcar-linux.net/amd64-usr, current,"
        + " flatcar_production_qemu_image.img.bz2",
    "FLATCAR, lts, x86_64, https://lts.release.flatcar-linux.net/amd64-usr, current,"
        + " flatcar_production_qemu_image.img.bz2",
    "FLATCAR, lts-2024, x86_64, https://lts.release.flatcar-linux.net/amd64-usr, current-2024,"
        + " flatcar_production_qemu_image.img.bz2",
    "COREOS, stable, x86_64, https://stable.release.core-os.net/amd64-usr, current,"
        + " coreos_production_qemu_image.img.bz2",
    "COREOS, alpha, aarch64, https://alpha.release.core-os.net/arm64-usr, current,"
        + " coreos_production_qemu_uefi_image.img.bz2",
  })
  void channels(
      Os os, String channel, String architecture, String folder, String current, String file) {
    String prefix = os.name();
    texts.put(
        folder + "/" + current + "/version.txt",
        prefix
            + "_BUILD=4152\n"
            + prefix
            + "_VERSION=4152.2.3\n"
            + prefix
            + "_VERSION_ID=4152.2.3\n");
    Published found = catalogue.newest(os, channel, architecture);
    assertEquals(List.of(folder + "/" + current + "/version.txt"), asked);
    assertEquals(new OsRelease(os, channel, "4152.2.3", architecture), found.release());
    assertEquals(folder + "/4152.2.3/" + file, found.image().toString());
    assertEquals(folder + "/4152.2.3/" + file + ".sig", found.signature().toString());
    asked.clear();
    assertEquals(found, catalogue.release(os, channel, "4152.2.3", architecture));
    assertEquals(List.of(), asked);
  }

  /** It is the same compressed qcow2, without a program to unpack it. */
  @Test
  void flatcarsPlainFileIsPreferred() {
    String plain =
        "https://stable.release.flatcar-linux.net/amd64-usr/4152.2.3/flatcar_production_qemu_image.img";
    texts.put(plain, "");
    Published found = catalogue.release(Os.FLATCAR, "stable", "4152.2.3", "x86_64");
    assertEquals(plain, found.image().toString());
    assertEquals(plain + ".sig", found.signature().toString());
  }

  @Test
  void streams() {
    String image =
        "https://builds.coreos.fedoraproject.org/prod/streams/stable/builds/41.20250117.3.0/x86_64"
            + "/fedora-coreos-41.20250117.3.0-qemu.x86_64.qcow2.xz";
    texts.put("https://builds.coreos.fedoraproject.org/streams/stable.json", stream(image));
    Published found = catalogue.newest(Os.FCOS, "stable", "x86_64");
    assertEquals(List.of("https://builds.coreos.fedoraproject.org/streams/stable.json"), asked);
    assertEquals(new OsRelease(Os.FCOS, "stable", "41.20250117.3.0", "x86_64"), found.release());
    assertEquals(image, found.image().toString());
    assertEquals(image + ".sig", found.signature().toString());
    assertEquals("sha256:" + HASH, String.valueOf(found.packed()));
    assertEquals("sha256:" + "0b".repeat(32), String.valueOf(found.unpacked()));
  }

  @Test
  void aReleaseOfAStream() {
    String url =
        "https://builds.coreos.fedoraproject.org/prod/streams/next/builds/41.20250117.1.0/release.json";
    texts.put(
        url,
        """
        {"release": "41.20250117.1.0", "architectures": {"aarch64": {"media": {"qemu": {"artifacts":
          {"qcow2.xz": {"disk": {"location": "https://example.org/x-qemu.aarch64.qcow2.xz",
            "sha256": "%s"}}}}}}}}
        """
            .formatted(HASH));
    Published found = catalogue.release(Os.FCOS, "next", "41.20250117.1.0", "aarch64");
    assertEquals(List.of(url), asked);
    assertEquals("https://example.org/x-qemu.aarch64.qcow2.xz", found.image().toString());
    assertEquals("https://example.org/x-qemu.aarch64.qcow2.xz.sig", found.signature().toString());
    assertNull(found.unpacked());
  }

  @Test
  void aMirrorNeedNotKnowItsName() {
    texts.put(
        "https://builds.coreos.fedoraproject.org/streams/testing.json",
        stream("../prod/a.x86_64.qcow2.xz"));
    assertEquals(
        "https://builds.coreos.fedoraproject.org/prod/a.x86_64.qcow2.xz",
        catalogue.newest(Os.FCOS, "testing", "x86_64").image().toString());
  }

  @Test
  void whatIsNotThere() {
    assertTrue(
        failure(Os.FLATCAR, "beta", "x86_64")
            .startsWith(
                "the publisher has no flatcar of channel beta for x86_64: there is no"
                    + " https://beta.release.flatcar-linux.net/amd64-usr/current/version.txt\n"));
    assertTrue(
        failure(Os.FCOS, "next", "x86_64")
            .startsWith(
                "Fedora CoreOS does not have the stream next: there is no"
                    + " https://builds.coreos.fedoraproject.org/streams/next.json\n"));
    texts.put("https://builds.coreos.fedoraproject.org/streams/stable.json", stream("/x86_64"));
    assertEquals(
        "https://builds.coreos.fedoraproject.org/streams/stable.json has nothing for aarch64; choose"
            + " another --arch",
        failure(Os.FCOS, "stable", "aarch64"));
  }

  @ParameterizedTest
  @CsvSource({
    "'FLATCAR_VERSION=../../x', names no version",
    "'<html>', names no FLATCAR_VERSION",
    "'FLATCAR_BOARD=arm64-usr', 'is of another architecture: arm64-usr, not amd64-usr'",
  })
  void whatCanNotBeSo(String text, String said) {
    String url = "https://stable.release.flatcar-linux.net/amd64-usr/current/version.txt";
    texts.put(url, text + "\n");
    String failure = failure(Os.FLATCAR, "stable", "x86_64");
    assertTrue(failure.startsWith(url + " " + said), failure);
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://example.org/a.x86_64.qcow2.xz, names no qcow2.xz image for qemu",
    "file:///etc/x86_64, names no qcow2.xz image for qemu",
    "https://example.org/a.aarch64.qcow2.xz, names an image of another architecture than x86_64",
  })
  void locationsThatAreNotTaken(String location, String said) {
    String url = "https://builds.coreos.fedoraproject.org/streams/stable.json";
    texts.put(url, stream(location));
    String failure = failure(Os.FCOS, "stable", "x86_64");
    assertTrue(failure.startsWith(url + " " + said), failure);
  }
}
