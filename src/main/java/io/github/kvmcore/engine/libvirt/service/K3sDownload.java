package io.github.kvmcore.engine.libvirt.service;

import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.ServiceSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file from which machines get k3s: on Flatcar a system extension, on Fedora CoreOS the
 * program.
 *
 * @param digest what it must have; null: it is not checked
 */
public record K3sDownload(String url, @Nullable Digest digest) {
  private static final String PROGRAMS = "https://github.com/k3s-io/k3s/releases/download/";
  private static final String EXTENSIONS = "https://extensions.flatcar.org/extensions/";

  /**
   * Of programs, by their URL below {@link #PROGRAMS}, as sha256sum-amd64.txt and
   * sha256sum-arm64.txt have it beside them. Flatcar's extensions are built again at times, with
   * another digest.
   */
  private static final Map<String, String> KNOWN =
      Map.of(
          "v1.36.4+k3s1/k3s",
          "835873f37245fc615f547a2fe2af9402a347875f13fa64a1f136de644955ea3f",
          "v1.36.4+k3s1/k3s-arm64",
          "c920706346d5ad4e5cd3c7bf1bb09ce71ebe07fec829e513e40f1caf98aed8bb");

  /** For guests of a system and an architecture. */
  static K3sDownload of(ServiceSettings wanted, Os os, String architecture) {
    String url = wanted.k3sUrl();
    Digest digest = wanted.k3sDigest();
    if (url != null) {
      return new K3sDownload(url, digest);
    }
    boolean arm = architecture.equals("aarch64");
    String version = wanted.k3sVersion();
    if (os != Os.FCOS) {
      String file = "k3s-" + version + "-" + (arm ? "arm64" : "x86-64") + ".raw";
      return new K3sDownload(EXTENSIONS + file, digest);
    }
    String file = version + "/k3s" + (arm ? "-arm64" : "");
    String known = KNOWN.get(file);
    return new K3sDownload(
        PROGRAMS + file, digest == null && known != null ? new Digest("sha256", known) : digest);
  }
}
