package io.github.kvmcore.image.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.image.Urls;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Fedora CoreOS's metadata: {@code <base>/<stream>.json} for what a stream has now, and {@code
 * release.json} of each release in {@code prod/streams/<stream>/builds/<version>} beside the base.
 */
final class FedoraStreams {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "qcow2.xz";

  private final Downloader downloads;
  private final String base;

  FedoraStreams(Downloader downloads, String base) {
    this.downloads = downloads;
    this.base = base;
  }

  Published newest(String stream, String architecture) {
    URI url = URI.create(base + "/" + stream + ".json");
    JsonNode root = json(url, "the stream " + stream);
    JsonNode qemu = architecture(root, url, architecture).path("artifacts").path("qemu");
    String version = Catalogue.version(qemu.path("release").asText(), Urls.shown(url));
    JsonNode disk = qemu.path("formats").path(FORMAT).path("disk");
    return published(url, disk, new OsRelease(Os.FCOS, stream, version, architecture));
  }

  Published release(String stream, String version, String architecture) {
    URI url =
        URI.create(
            base.substring(0, base.lastIndexOf('/'))
                + "/prod/streams/"
                + stream
                + "/builds/"
                + version
                + "/release.json");
    JsonNode root = json(url, "release " + version + " of the stream " + stream);
    if (!root.path("release").asText().equals(version)) {
      throw KvmcoreException.failed(Urls.shown(url) + " is not of release " + version);
    }
    JsonNode qemu = architecture(root, url, architecture).path("media").path("qemu");
    JsonNode disk = qemu.path("artifacts").path(FORMAT).path("disk");
    return published(url, disk, new OsRelease(Os.FCOS, stream, version, architecture));
  }

  private JsonNode json(URI url, String what) {
    String text =
        downloads
            .text(url)
            .orElseThrow(
                () ->
                    KvmcoreException.failed(
                        "Fedora CoreOS does not have "
                            + what
                            + ": there is no "
                            + Urls.shown(url)
                            + "\nchoose another --channel or --release; a mirror's address is the"
                            + " setting fcos_url"));
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw KvmcoreException.failed(
          Urls.shown(url) + " is not JSON: " + e.getOriginalMessage() + "\n" + Catalogue.next(), e);
    }
  }

  private static JsonNode architecture(JsonNode root, URI url, String architecture) {
    JsonNode found = root.path("architectures").path(architecture);
    if (found.isMissingNode()) {
      throw KvmcoreException.failed(
          Urls.shown(url) + " has nothing for " + architecture + "; choose another --arch");
    }
    return found;
  }

  private static Published published(URI url, JsonNode disk, OsRelease release) {
    URI image = address(url, disk.path("location").asText());
    String file = String.valueOf(image.getPath());
    if (!file.contains(release.architecture())) {
      throw KvmcoreException.failed(
          Urls.shown(url)
              + " names an image of another architecture than "
              + release.architecture()
              + ": "
              + Urls.shown(image));
    }
    String signature = disk.path("signature").asText();
    return new Published(
        release,
        image,
        sha256(url, disk.path("sha256").asText()),
        sha256(url, disk.path("uncompressed-sha256").asText()),
        signature.isEmpty() ? Urls.beside(image, ".sig") : address(url, signature));
  }

  /** Seen from the metadata, so that a mirror may write it without its own name. */
  private static URI address(URI url, String location) {
    try {
      URI address = url.resolve(location);
      String scheme = String.valueOf(address.getScheme());
      boolean local = scheme.equals("file") && scheme.equals(url.getScheme());
      if (!location.isEmpty() && (scheme.equals("https") || scheme.equals("http") || local)) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw KvmcoreException.failed(
        Urls.shown(url) + " names no " + FORMAT + " image for qemu\n" + Catalogue.next());
  }

  private static @Nullable Digest sha256(URI url, String hex) {
    if (hex.isEmpty()) {
      return null;
    }
    return Digest.parse("sha256:" + hex)
        .orElseThrow(() -> KvmcoreException.failed(Urls.shown(url) + " holds what is no SHA-256"));
  }
}
