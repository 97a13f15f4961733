package io.github.kvmcore.render;

import io.github.kvmcore.model.config.ConfigKind;
import java.util.Optional;

/** The profiles: each has a template for Ignition, one for cloud-config, or both. */
public final class Profiles {
  private final Templates templates;

  Profiles(Templates templates) {
    this.templates = templates;
  }

  /** The name of a profile's template. */
  String template(String profile, ConfigKind kind) {
    return "profiles/" + profile + "/" + kind.template();
  }

  /** Why a profile can't be had for such machines; it says which template it has, if any. */
  public Optional<String> mistake(String profile, ConfigKind kind) {
    if (templates.has(template(profile, kind))) {
      return Optional.empty();
    }
    String place =
        "its template would be " + template(profile, kind) + " in the folder templates_dir";
    ConfigKind other = kind.other();
    String message =
        templates.has(template(profile, other))
            ? "profile '%s' is for %s alone, and these machines are configured by %s: choose"
                    .formatted(profile, other, kind)
                + " another profile, or --provisioning "
                + other
                + " where the image reads it; "
            : "there is no profile '" + profile + "': ";
    return Optional.of("cloud_init_profile: " + message + place);
  }

  /** Whether a profile's template mentions one of the variables about etcd. */
  public boolean hasEtcd(String profile, ConfigKind kind) {
    return hasMembers(profile, kind) || mentions(profile, kind, "discovery_url");
  }

  /** Whether a profile's template wants to know where the other members are. */
  public boolean hasMembers(String profile, ConfigKind kind) {
    return mentions(profile, kind, "etcd_members");
  }

  /** Whether a profile's template mentions a variable. */
  public boolean mentions(String profile, ConfigKind kind, String variable) {
    return templates
        .text(template(profile, kind))
        .filter(text -> text.contains(variable))
        .isPresent();
  }
}
