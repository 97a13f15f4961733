package io.github.kvmcore.image.catalogue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Judge;
import io.github.kvmcore.hostile.Samples;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.CatalogueSettings;
import io.github.kvmcore.spec.load.SettingsContext;
import io.github.kvmcore.spec.load.SettingsLoader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Whatever a publisher's server says that it has. */
class HostileCatalogueTest {
  private static final String STREAM =
      """
      {"stream": "stable", "architectures": {"x86_64": {"artifacts": {"qemu": {
        "release": "41.20250117.3.0", "formats": {"qcow2.xz": {"disk": {
          "location": "https://images.example/41/a.qcow2.xz",
          "signature": "https://images.example/41/a.qcow2.xz.sig",
          "sha256": "%s", "uncompressed-sha256": "%s"}}}}}}}}
      """
          .formatted("0a".repeat(32), "0b".repeat(32));

  private static final String VERSION =
      "FLATCAR_BUILD=4152\nFLATCAR_VERSION=4152.2.3\nFLATCAR_VERSION_ID=4152.2.3\n"
          + "FLATCAR_BOARD=amd64-usr\n";

  @Provide
  Arbitrary<String> streams() {
    return Samples.mutated(List.of(STREAM));
  }

  @Provide
  Arbitrary<String> versions() {
    return Samples.mutated(List.of(VERSION));
  }

  private static Catalogue catalogue(String text) {
    SettingsContext context =
        new SettingsContext(
            null, Path.of("/"), "x86_64", path -> Optional.empty(), List.of(), null);
    CatalogueSettings settings = SettingsLoader.load(List.of(), context).settings().catalogue();
    Downloader door =
        new Downloader() {
          @Override
          public void download(URI url, Path target, Progress progress) {
            throw new AssertionError(url.toString());
          }

          @Override
          public Optional<String> text(URI url) {
            return Optional.of(text);
          }

          @Override
          public boolean exists(URI url) {
            return text.length() % 2 == 0;
          }
        };
    return new Catalogue(door, settings);
  }

  @Inputs(500)
  void fedora(@ForAll("streams") String text) {
    judge(text, Os.FCOS);
  }

  @Inputs(500)
  void flatcar(@ForAll("versions") String text) {
    judge(text, Os.FLATCAR);
  }

  private static void judge(String text, Os os) {
    Judge.of(() -> catalogue(text).newest(os, "stable", "x86_64"), KvmcoreException.class)
        .ifPresent(
            published -> {
              URI image = published.image();
              assertTrue(List.of("http", "https").contains(image.getScheme()), image.toString());
              assertTrue(image.getHost() != null && image.getUserInfo() == null, image.toString());
              String version = published.release().version();
              assertTrue(version.matches("[0-9][0-9A-Za-z.+-]*"), version);
            });
  }
}
