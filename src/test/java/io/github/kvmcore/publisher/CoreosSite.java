package io.github.kvmcore.publisher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The releases of one channel, as Flatcar and old CoreOS lay them out, below {@code /CHANNEL}:
 * {@code amd64-usr/VERSION/FILE}, with each file's digests and signatures beside it, and {@code
 * current}, the newest.
 */
public final class CoreosSite {
  /** Where the public key is, as text. */
  public static final String FLATCAR_KEY = "/Flatcar_Image_Signing_Key.asc";

  public static final String COREOS_KEY = "/CoreOS_Image_Signing_Key.asc";

  private final Site site;
  private final String project;
  private final String channel;
  private final SigningKey key;

  private CoreosSite(Site site, String project, String channel, SigningKey key) {
    this.site = site;
    this.project = project;
    this.channel = channel;
    this.key = key;
  }

  public static CoreosSite flatcar(Site site, String channel, SigningKey key) throws IOException {
    site.put(FLATCAR_KEY, key.armored());
    return new CoreosSite(site, "flatcar", channel, key);
  }

  public static CoreosSite coreos(Site site, String channel, SigningKey key) throws IOException {
    site.put(COREOS_KEY, key.armored());
    return new CoreosSite(site, "coreos", channel, key);
  }

  /**
   * @param architecture amd64 or arm64
   */
  public String folder(String architecture, String version) {
    return "/" + channel + "/" + architecture + "-usr/" + version;
  }

  /** The image for BIOS, which there is for amd64; for arm64 that for UEFI. */
  public String image(String architecture) {
    String kind = architecture.equals("amd64") ? "qemu_image" : "qemu_uefi_image";
    return project + "_production_" + kind + ".img.bz2";
  }

  /** The image's path, to which .sig and the like are added. */
  public String path(String architecture, String version) {
    return folder(architecture, version) + "/" + image(architecture);
  }

  /** Publishes a release: an image, packed by bzip2. */
  public void publish(String architecture, String version, Path packed) throws IOException {
    String path = path(architecture, version);
    site.put(path, packed);
    site.put(path + ".sig", key.sign(site.file(path)));
    digests(path);
    String versions = folder(architecture, version) + "/version.txt";
    site.put(versions, versionText(version));
    site.put(versions + ".sig", key.sign(site.get(versions)));
  }

  /** Writes the digests of what the image's file holds now, and signs them. */
  public void digests(String path) throws IOException {
    StringBuilder text = new StringBuilder();
    String name = path.substring(path.lastIndexOf('/') + 1);
    // Old CoreOS names the file unpacked as well, and says each heading again for it.
    List<String> names =
        project.equals("coreos") ? List.of(name, name.replace(".bz2", "")) : List.of(name);
    for (String each : names) {
      for (String algorithm : List.of("MD5", "SHA-1", "SHA-512")) {
        String hash =
            each.equals(name)
                ? Hashes.of(algorithm, site.file(path))
                : Hashes.of(algorithm, new ByteArrayInputStream(each.getBytes()));
        text.append("# ").append(algorithm.replace("-", "")).append(" HASH\n");
        text.append(hash).append("  ").append(each).append('\n');
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    site.put(path + ".DIGESTS", bytes);
    site.put(path + ".DIGESTS.asc", key.clearsign(bytes));
    site.put(path + ".DIGESTS.sig", key.sign(bytes));
  }

  /** Makes a release the newest. */
  public void current(String architecture, String version) throws IOException {
    Path link = site.file(folder(architecture, "current"));
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, link.getFileSystem().getPath(version));
  }

  private String versionText(String version) {
    String[] parts = version.split("\\.");
    String text =
        """
        NAME_BUILD=%s
        NAME_BRANCH=%s
        NAME_PATCH=%s
        NAME_VERSION=%s
        NAME_VERSION_ID=%s
        NAME_BUILD_ID=""
        NAME_SDK_VERSION=%s.0.0
        """
            .formatted(parts[0], parts[1], parts[2], version, version, parts[0]);
    return text.replace("NAME", project.equals("flatcar") ? "FLATCAR" : "COREOS");
  }
}
