package io.github.kvmcore.spec;

import static io.github.kvmcore.spec.SettingDefinition.Kind.NUMBER;
import static io.github.kvmcore.spec.SettingDefinition.Kind.TEXT;
import static io.github.kvmcore.spec.SettingDefinition.Kind.URL;
import static io.github.kvmcore.spec.SettingDefinition.Kind.WORD;
import static io.github.kvmcore.spec.SettingDefinition.Kind.YES_NO;
import static io.github.kvmcore.spec.SettingDefinition.own;

import java.util.List;

/** The settings of {@link ServiceSettings}. */
final class ServiceDefinitions {
  static final List<SettingDefinition> ALL =
      List.of(
          own(
              "etcd_tls",
              YES_NO,
              "yes",
              "whether etcd that Ignition sets up takes only members and clients with a certificate"
                  + " of the cluster's own authority; a cluster stays as it was founded"),
          own(
              "etcd_image",
              TEXT,
              "quay.io/coreos/etcd:v3.5.21",
              "the container image of etcd that Ignition sets up"),
          own(
              "vm_servers",
              NUMBER,
              "1",
              "how many of the machines are servers of k3s, the first ones: 1, or 3 or more so that"
                  + " one may fail; the others are agents (also --servers)"),
          own("k3s_version", WORD, "v1.36.4+k3s1", "the release of k3s, as its project names it"),
          own(
              "k3s_url",
              URL,
              "",
              "where machines fetch k3s: Flatcar a system extension, Fedora CoreOS the program; none:"
                  + " extensions.flatcar.org, and the project's page at GitHub"),
          own(
              "k3s_digest",
              TEXT,
              "",
              "what that file must have: sha256:… or sha512:… in hexadecimal; none: of the default"
                  + " version on Fedora CoreOS it is known, else it is not checked"));

  private ServiceDefinitions() {}
}
