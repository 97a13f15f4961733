package io.github.kvmcore.spec.load;

import io.github.kvmcore.spec.ServiceSettings;
import io.github.kvmcore.spec.SettingDefinitions;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Quantities;

/** Reads {@link ServiceSettings}. */
final class ServiceValues {
  private ServiceValues() {}

  static ServiceSettings read(Values values) {
    return new ServiceSettings(
        values.read("etcd_tls", Quantities::yesNo),
        etcdImage(values),
        values.read("vm_servers", Quantities.number(1, Settings.MAX_VM_COUNT)),
        values.read("k3s_version", ServiceValues::k3sVersion),
        values.readOptional("k3s_url", UrlValues::web),
        values.readOptional("k3s_digest", SettingsLoader::digest));
  }

  /** None is the default one: none was the default before systems had the same. */
  private static String etcdImage(Values values) {
    String image = values.readOptional("etcd_image", ServiceValues::image);
    return image == null ? SettingDefinitions.defaultText("etcd_image") : image;
  }

  /** A reference as podman and docker take it; nothing in it means anything to systemd. */
  private static String image(String text) {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}")) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is no reference of a container image, as quay.io/coreos/etcd:v3.5.21");
    }
    return text;
  }

  private static String k3sVersion(String text) {
    if (!text.matches("v[0-9]+\\.[0-9]+\\.[0-9]+(-[a-z0-9]+)?\\+k3s[0-9]+")) {
      throw new BadValueException(
          MessageText.quote(text) + " is no release of k3s, as v1.36.4+k3s1");
    }
    return text;
  }
}
