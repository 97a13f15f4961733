package io.github.kvmcore.spec;

import static io.github.kvmcore.spec.SettingDefinition.Kind.LIST;
import static io.github.kvmcore.spec.SettingDefinition.Kind.TEXT;
import static io.github.kvmcore.spec.SettingDefinition.Kind.TIME;
import static io.github.kvmcore.spec.SettingDefinition.Kind.URL;
import static io.github.kvmcore.spec.SettingDefinition.Kind.WORD;
import static io.github.kvmcore.spec.SettingDefinition.Kind.YES_NO;
import static io.github.kvmcore.spec.SettingDefinition.own;

import java.util.List;

/** The settings of {@link CatalogueSettings}. */
final class CatalogueDefinitions {
  static final List<SettingDefinition> ALL =
      List.of(
          own(
              "vm_os",
              TEXT,
              "flatcar",
              "operating system: flatcar, fcos (Fedora CoreOS) or coreos; or an image, as vm_image (also --os)"),
          own(
              "vm_channel",
              WORD,
              "stable",
              "release channel: stable, beta, alpha, lts or lts-YEAR; for fcos stable, testing or next (also --channel)"),
          own(
              "vm_release",
              TEXT,
              "",
              "release, for example 4152.2.3; none: the newest of the channel when machines are created (also --release)"),
          own(
              "vm_arch",
              WORD,
              "",
              "architecture of the image: x86_64 or aarch64; none: that of this host (also --arch)"),
          own(
              "flatcar_url",
              URL,
              "https://{channel}.release.flatcar-linux.net",
              "server of Flatcar images, or a mirror; {channel} is replaced"),
          own(
              "fcos_url",
              URL,
              "https://builds.coreos.fedoraproject.org/streams",
              "where Fedora CoreOS's stable.json, testing.json and next.json are"),
          own(
              "coreos_url",
              URL,
              "https://{channel}.release.core-os.net",
              "mirror of old CoreOS, whose own server was shut down in 2020"),
          own(
              "verify_images",
              YES_NO,
              "yes",
              "refuse images that are not signed by their publisher (no: --no-verify)"),
          own(
              "image_keys",
              LIST,
              "",
              "files with the publishers' signing keys, instead of downloaded ones"),
          own(
              "image_key_fingerprints",
              LIST,
              "",
              "primary fingerprints of more keys that may sign images; those of Flatcar, CoreOS and Fedora 43 to 45 are built in"),
          own(
              "flatcar_key_url",
              URL,
              "https://www.flatcar.org/security/image-signing-key/Flatcar_Image_Signing_Key.asc",
              "where to download Flatcar's signing key on first use"),
          own(
              "fcos_key_url",
              URL,
              "https://fedoraproject.org/fedora.gpg",
              "where to download Fedora's signing keys on first use"),
          own(
              "coreos_key_url",
              URL,
              "https://coreos.com/security/image-signing-key/CoreOS_Image_Signing_Key.asc",
              "where CoreOS's signing key was published"),
          own(
              "download_stall",
              TIME,
              "60s",
              "how long a server may send nothing before the download is retried, up to three times"));

  private CatalogueDefinitions() {}
}
