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
              "require certificates of the cluster's own authority from etcd members and clients (with Ignition); fixed when the cluster is created"),
          own(
              "etcd_image",
              TEXT,
              "quay.io/coreos/etcd:v3.5.21",
              "container image of etcd (with Ignition)"),
          own(
              "vm_servers",
              NUMBER,
              "1",
              "number of k3s servers, the first machines: 1, or 3 or more to survive a failure; the others are agents (also --servers)"),
          own("k3s_version", WORD, "v1.36.4+k3s1", "release of k3s, as its project names it"),
          own(
              "k3s_url",
              URL,
              "",
              "where machines download k3s: for Flatcar a system extension, for Fedora CoreOS the program; none: extensions.flatcar.org and GitHub"),
          own(
              "k3s_digest",
              TEXT,
              "",
              "digest that file must have: sha256:… or sha512:… in hexadecimal; none: built in for the default version on Fedora CoreOS, otherwise not checked"));

  private ServiceDefinitions() {}
}
