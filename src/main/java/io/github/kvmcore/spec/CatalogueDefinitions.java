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
              "flatcar, fcos (Fedora CoreOS) or coreos: what is fetched where no image is named; or"
                  + " an image, as in vm_image (also --os)"),
          own(
              "vm_channel",
              WORD,
              "stable",
              "stable, beta, alpha, lts or lts-YEAR; of fcos stable, testing or next (also"
                  + " --channel)"),
          own(
              "vm_release",
              TEXT,
              "",
              "the version, as 4152.2.3; none: the channel's newest when machines are made (also"
                  + " --release)"),
          own(
              "vm_arch",
              WORD,
              "",
              "the image's architecture, x86_64 or aarch64; none: this host's (also --arch)"),
          own(
              "flatcar_url",
              URL,
              "https://{channel}.release.flatcar-linux.net",
              "where Flatcar is published, or a mirror; {channel} stands for the channel"),
          own(
              "fcos_url",
              URL,
              "https://builds.coreos.fedoraproject.org/streams",
              "where Fedora CoreOS's stable.json, testing.json and next.json are"),
          own(
              "coreos_url",
              URL,
              "https://{channel}.release.core-os.net",
              "where old CoreOS is published, which ended in 2020: a mirror"),
          own(
              "verify_images",
              YES_NO,
              "yes",
              "refuse an image of the catalogue that its publisher's signature does not confirm (no:"
                  + " --no-verify)"),
          own(
              "image_keys",
              LIST,
              "",
              "files of the publishers' signing keys, in place of those that are fetched"),
          own(
              "image_key_fingerprints",
              LIST,
              "",
              "primary fingerprints of further keys that may sign images; Flatcar's, CoreOS's and"
                  + " those of Fedora 43 to 45 are known"),
          own(
              "flatcar_key_url",
              URL,
              "https://www.flatcar.org/security/image-signing-key/Flatcar_Image_Signing_Key.asc",
              "where Flatcar's key is fetched on first use"),
          own(
              "fcos_key_url",
              URL,
              "https://fedoraproject.org/fedora.gpg",
              "where Fedora's keys are fetched on first use"),
          own(
              "coreos_key_url",
              URL,
              "https://coreos.com/security/image-signing-key/CoreOS_Image_Signing_Key.asc",
              "where CoreOS's key was fetched from"),
          own(
              "download_stall",
              TIME,
              "60s",
              "how long a server may send nothing before the download is begun again, three times at"
                  + " the most"));

  private CatalogueDefinitions() {}
}
