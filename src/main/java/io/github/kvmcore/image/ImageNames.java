package io.github.kvmcore.image;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.spec.CatalogueSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an image's file name, or its URL, says of what it is. */
final class ImageNames {
  private static final Pattern FEDORA =
      Pattern.compile("fedora-coreos-([0-9]+(?:\\.[0-9]+){3})-.*");
  private static final Pattern BOARD =
      Pattern.compile("(?:.*/)?(?:amd64|arm64)-usr/([0-9]+(?:\\.[0-9]+){2}[^/]*)/[^/]*");
  private static final Pattern FEDORA_PLATFORM =
      Pattern.compile(
          "(?<start>fedora-coreos-[0-9.]+)-(?<platform>[a-z0-9]+)[^.]*\\.(?<architecture>x86_64|aarch64)"
              + "\\..*");
  private static final Pattern FLATCAR_PLATFORM =
      Pattern.compile(
          "(?<os>flatcar|coreos)_production_(?:(?<platform>[a-z0-9_]+)_)?(?:image|vmdk|base|iso|pxe)"
              + "[._].*");
  private static final Set<String> QEMU = Set.of("qemu", "qemu_uefi", "qemu_uefi_secure");
  private static final Pattern OTHER_PLATFORM =
      Pattern.compile(
          "(?i)(?:.*[-_.])?(?<platform>openstack|metal4k|metal|azurestack|azure|aws|ami|ec2|gcp|gce"
              + "|vmware|hyperv|virtualbox|vagrant|digitalocean|ibmcloud|nutanix|exoscale|aliyun"
              + "|proxmoxve|hetzner|vultr|kubevirt|powervs|applehv|scaleway)(?:[-_.].*)?");
  private static final List<String> ARM = List.of("aarch64", "arm64");
  private static final List<String> INTEL = List.of("x86_64", "amd64");

  private ImageNames() {}

  /**
   * The release of an image that the user names.
   *
   * @throws KvmcoreException with exit status 3 where its name says another architecture
   */
  static OsRelease release(String source, CatalogueSettings wanted) {
    boolean url = source.contains("://");
    String path = url ? source.replaceFirst("(?s)[?#].*", "") : source;
    String name = name(source);
    String architecture = architecture(url ? path : name, wanted.architecture());
    if (!architecture.equals(wanted.architecture())) {
      throw KvmcoreException.settings(
          List.of(
              "the image "
                  + Urls.shown(source)
                  + " is for "
                  + architecture
                  + " by its name, and "
                  + wanted.architecture()
                  + " is wanted (vm_arch, else this host's architecture)"));
    }
    Os os = wanted.os() == Os.OTHER ? Os.ofImage(source) : wanted.os();
    return new OsRelease(os, "", version(path, name), architecture);
  }

  /**
   * What the user must know of an image that is made for another platform than QEMU, by its name;
   * empty where it is not.
   */
  static Optional<String> otherPlatform(String source) {
    String name = name(source);
    Matcher fedora = FEDORA_PLATFORM.matcher(name);
    if (fedora.matches() && !fedora.group("platform").equals("qemu")) {
      return Optional.of(
          warning(
              source,
              fedora.group("platform"),
              fedora.group("start") + "-qemu." + fedora.group("architecture") + ".qcow2.xz"));
    }
    Matcher flatcar = FLATCAR_PLATFORM.matcher(name);
    if (flatcar.matches()) {
      String platform = flatcar.group("platform");
      boolean arm = source.contains("arm64-usr");
      return QEMU.contains(String.valueOf(platform))
          ? Optional.empty()
          : Optional.of(
              warning(
                  source,
                  platform == null ? "bare metal" : platform,
                  flatcar.group("os") + "_production_qemu_" + (arm ? "uefi_" : "") + "image.img"));
    }
    Matcher other = OTHER_PLATFORM.matcher(name);
    return other.matches()
        ? Optional.of(warning(source, other.group("platform"), "the one for qemu, or KVM"))
        : Optional.empty();
  }

  private static String warning(String source, String platform, String right) {
    return "the image "
        + Urls.shown(source)
        + " is made for "
        + platform
        + " by its name: its guest looks for its configuration there, and may stay without any\n"
        + "  next: take "
        + right;
  }

  /** Without folders and without what a URL has behind its path. */
  private static String name(String source) {
    String path = source.contains("://") ? source.replaceFirst("(?s)[?#].*", "") : source;
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String version(String source, String name) {
    Matcher fedora = FEDORA.matcher(name);
    if (fedora.matches()) {
      return fedora.group(1);
    }
    Matcher board = BOARD.matcher(source);
    return board.matches() ? board.group(1) : "";
  }

  /** A name that says both, or neither, says nothing. */
  private static String architecture(String source, String wanted) {
    boolean arm = ARM.stream().anyMatch(source::contains);
    boolean intel = INTEL.stream().anyMatch(source::contains);
    return arm == intel ? wanted : arm ? "aarch64" : "x86_64";
  }
}
