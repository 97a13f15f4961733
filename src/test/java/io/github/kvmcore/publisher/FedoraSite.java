package io.github.kvmcore.publisher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A stream of Fedora CoreOS: {@code /streams/STREAM.json}, the images that it names with their
 * signatures, each release's own metadata, and {@code /fedora.gpg}.
 */
public final class FedoraSite {
  public static final String KEYS = "/fedora.gpg";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Site site;
  private final String base;
  private final String stream;
  private final SigningKey key;
  private final ObjectNode metadata = JSON.createObjectNode();

  /**
   * @param base the server's address, which the metadata has in each location
   */
  public FedoraSite(Site site, String base, String stream, SigningKey key) throws IOException {
    this.site = site;
    this.base = base;
    this.stream = stream;
    this.key = key;
    site.put(KEYS, key.binary());
  }

  /** The stream's metadata. */
  public String metadataPath() {
    return "/streams/" + stream + ".json";
  }

  private String build(String version) {
    return "/prod/streams/" + stream + "/builds/" + version;
  }

  /**
   * The image's path, to which .sig is added.
   *
   * @param architecture x86_64 or aarch64
   */
  public String path(String architecture, String version) {
    return "%s/%s/fedora-coreos-%s-qemu.%s.qcow2.xz"
        .formatted(build(version), architecture, version, architecture);
  }

  /**
   * Publishes a release and makes it the stream's newest: an image, packed by xz, and what it holds
   * unpacked.
   */
  public void publish(String architecture, String version, Path packed, Path unpacked)
      throws IOException {
    String path = path(architecture, version);
    site.put(path, packed);
    site.put(path + ".sig", key.sign(site.file(path)));
    ObjectNode disk = JSON.createObjectNode();
    disk.put("location", base + path);
    disk.put("signature", base + path + ".sig");
    disk.put("sha256", Hashes.of("SHA-256", packed));
    disk.put("uncompressed-sha256", Hashes.of("SHA-256", unpacked));
    newest(architecture, version, disk);
    release(architecture, version, disk);
  }

  private void newest(String architecture, String version, ObjectNode disk) throws IOException {
    metadata.put("stream", stream);
    metadata
        .putObject("metadata")
        .put("last-modified", "2026-11-02T18:44:32Z")
        .put("generator", "fedora-coreos-stream-generator v0.2.15");
    ObjectNode machine = metadata.withObject("/architectures/" + architecture);
    machine.withObject("/artifacts").set("qemu", qemu(disk).put("release", version));
    machine.putObject("images");
    site.put(metadataPath(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(metadata));
  }

  private void release(String architecture, String version, ObjectNode disk) throws IOException {
    String path = build(version) + "/release.json";
    ObjectNode release = JSON.createObjectNode();
    if (Files.exists(site.file(path))) {
      release = (ObjectNode) JSON.readTree(site.get(path));
    }
    release.put("release", version).put("stream", stream);
    ObjectNode machine = release.withObject("/architectures/" + architecture);
    ObjectNode artifacts = machine.withObject("/media").putObject("qemu");
    artifacts.putObject("artifacts").putObject("qcow2.xz").set("disk", disk);
    site.put(path, JSON.writeValueAsString(release));
  }

  private static ObjectNode qemu(ObjectNode disk) {
    ObjectNode qemu = JSON.createObjectNode();
    qemu.putObject("formats").putObject("qcow2.xz").set("disk", disk);
    return qemu;
  }
}
