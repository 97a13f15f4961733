package io.github.kvmcore.engine.libvirt.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.ServiceSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class K3sDownloadTest {
  private static final String KNOWN = "v1.36.4+k3s1";
  private static final Digest OWN = new Digest("sha512", "0a".repeat(64));

  private static String of(
      Os os, String architecture, String version, @Nullable String url, @Nullable Digest digest) {
    ServiceSettings wanted = new ServiceSettings(true, "etcd", 1, version, url, digest);
    K3sDownload download = K3sDownload.of(wanted, os, architecture);
    return download.url() + " " + download.digest();
  }

  @Test
  void theProgramHasAKnownDigestByDefault() {
    assertEquals(
        "https://github.com/k3s-io/k3s/releases/download/v1.36.4+k3s1/k3s"
            + " sha256:835873f37245fc615f547a2fe2af9402a347875f13fa64a1f136de644955ea3f",
        of(Os.FCOS, "x86_64", KNOWN, null, null));
    assertEquals(
        "https://github.com/k3s-io/k3s/releases/download/v1.36.4+k3s1/k3s-arm64"
            + " sha256:c920706346d5ad4e5cd3c7bf1bb09ce71ebe07fec829e513e40f1caf98aed8bb",
        of(Os.FCOS, "aarch64", KNOWN, null, null));
    assertEquals(
        "https://github.com/k3s-io/k3s/releases/download/v1.0.0+k3s1/k3s null",
        of(Os.FCOS, "x86_64", "v1.0.0+k3s1", null, null));
  }

  @Test
  void theUsersOwnCount() {
    assertEquals("http://h/k " + OWN, of(Os.FCOS, "x86_64", KNOWN, "http://h/k", OWN));
    assertEquals("http://h/k null", of(Os.FCOS, "x86_64", KNOWN, "http://h/k", null));
    assertEquals(
        "https://github.com/k3s-io/k3s/releases/download/v1.36.4+k3s1/k3s " + OWN,
        of(Os.FCOS, "x86_64", KNOWN, null, OWN));
  }

  @Test
  void flatcarsExtensions() {
    assertEquals(
        "https://extensions.flatcar.org/extensions/k3s-v1.36.4+k3s1-x86-64.raw null",
        of(Os.FLATCAR, "x86_64", KNOWN, null, null));
    assertEquals(
        "https://extensions.flatcar.org/extensions/k3s-v1.36.4+k3s1-arm64.raw null",
        of(Os.FLATCAR, "aarch64", KNOWN, null, null));
  }
}
