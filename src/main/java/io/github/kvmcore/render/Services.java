package io.github.kvmcore.render;

import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.K3sStart;
import io.github.kvmcore.model.machine.Machine;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What templates of profiles with services are told.
 *
 * @param etcdTls whether etcd's members have certificates
 * @param etcdImage its container image
 * @param k3s by machine name; for a machine without k3s there is none
 * @param download where k3s is
 * @param secrets for each machine the secrets that it gets: words that stand for files, by name
 */
public record Services(
    boolean etcdTls,
    String etcdImage,
    Map<String, K3sStart> k3s,
    Download download,
    Map<String, Map<String, String>> secrets) {
  /** None at all. */
  public static final Services NONE =
      new Services(false, "", Map.of(), new Download("", "", ""), Map.of());

  public Services {
    k3s = Map.copyOf(k3s);
    secrets = Map.copyOf(secrets);
  }

  /**
   * Where machines fetch k3s.
   *
   * @param version as its project names it
   * @param url of the file
   * @param hash as Ignition writes one, {@code sha256-…}; empty: it is not checked
   */
  public record Download(String version, String url, String hash) {}

  /** What a machine's k3s is told. */
  public K3sStart k3s(Machine machine) {
    return k3s.getOrDefault(machine.name(), K3sStart.NONE);
  }

  /** A machine's values, by the names that templates use. */
  Map<String, Object> values(Machine machine) {
    K3sStart start = k3s(machine);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("etcd_tls", etcdTls);
    values.put("etcd_image", etcdImage);
    values.put("k3s_role", role(start.role()));
    values.put("k3s_several", start.role() == K3sRole.SERVER);
    values.put("k3s_server", start.server());
    values.put("k3s_version", download.version());
    values.put("k3s_url", download.url());
    values.put("k3s_hash", download.hash());
    values.put("secrets", secrets.getOrDefault(machine.name(), Map.of()));
    return values;
  }

  private static String role(K3sRole role) {
    return role.isServer() ? "server" : role.toString();
  }
}
