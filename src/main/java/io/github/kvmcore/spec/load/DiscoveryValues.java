package io.github.kvmcore.spec.load;

import io.github.kvmcore.model.machine.DiscoveryUrl;
import io.github.kvmcore.spec.DiscoverySettings;
import io.github.kvmcore.spec.DiscoverySettings.Use;
import io.github.kvmcore.spec.SettingDefinitions;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.Quantities;
import java.net.URI;

/** How etcd's members find each other: the four settings about discovery. */
final class DiscoveryValues {
  private static final String PUBLIC = SettingDefinitions.defaultText("default_discovery_url");

  private DiscoveryValues() {}

  static DiscoverySettings read(Values values) {
    Use use = values.read("use_discovery_token", text -> use(text, values));
    String service = values.read("default_discovery_url", UrlValues::web);
    String fallback = SettingDefinitions.defaultText("request_discovery_url");
    String request =
        values.read(
            "request_discovery_url",
            fallback.replace("<default_discovery_url>", withoutSlash(service)),
            UrlValues::web);
    DiscoveryUrl url = values.readOptional("discovery_token", text -> token(text, service));
    return new DiscoverySettings(use, use == Use.NO ? null : url, request);
  }

  /** Who names a token or a service wants it used. */
  private static Use use(String text, Values values) {
    if (!text.equals("auto")) {
      return Quantities.yesNo(text) ? Use.YES : Use.NO;
    }
    boolean named =
        !values.raw("discovery_token").isBlank()
            || names(values, "default_discovery_url", PUBLIC)
            || names(values, "request_discovery_url", PUBLIC + "/new");
    return named ? Use.YES : Use.AUTO;
  }

  /** Whether a service is named, and not the public one, as in settings of old. */
  private static boolean names(Values values, String setting, String of) {
    String text = values.raw(setting).strip();
    return !text.isEmpty() && !text.equals(of);
  }

  /** A token below the service's URL, or a discovery URL as a whole. It is not shown: a secret. */
  private static DiscoveryUrl token(String text, String service) {
    return (text.contains("/")
            ? DiscoveryUrl.parse(text)
            : DiscoveryUrl.of(URI.create(service), text))
        .orElseThrow(
            () ->
                new BadValueException(
                    "is no discovery token (letters, digits, _ and -) and no discovery URL that ends"
                        + " with one"));
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
