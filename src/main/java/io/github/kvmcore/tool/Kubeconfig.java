package io.github.kvmcore.tool;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Access to a cluster of Kubernetes, as kubectl reads it from a file. Of what a guest says nothing
 * is taken but certificates, a key and a port: such a file can also name programs to run.
 *
 * @param port of the server
 * @param authority the servers' certificate authority, in base64
 * @param certificate the user's, in base64
 * @param key the user's, in base64
 */
public record Kubeconfig(int port, String authority, String certificate, String key) {
  private static final String DATA = "([A-Za-z0-9+/]{40,}={0,2})";

  /** The name of the extension by which {@link KubeconfigFile} knows entries of kvmcore's. */
  static final String EXTENSION = "kvmcore";

  private static final int LAST_PORT = 65535;

  /** Of the file that k3s writes; empty where that is none. */
  public static Optional<Kubeconfig> parse(String text) {
    Optional<String> port = find(text, "server", "https://[^/:\\s]+:([0-9]{1,5})");
    Optional<String> authority = find(text, "certificate-authority-data", DATA);
    Optional<String> certificate = find(text, "client-certificate-data", DATA);
    Optional<String> key = find(text, "client-key-data", DATA);
    int number = port.map(Integer::parseInt).filter(it -> it <= LAST_PORT).orElse(0);
    return number > 0 && authority.isPresent() && certificate.isPresent() && key.isPresent()
        ? Optional.of(new Kubeconfig(number, authority.get(), certificate.get(), key.get()))
        : Optional.empty();
  }

  private static Optional<String> find(String text, String name, String value) {
    Matcher line =
        Pattern.compile("(?m)^[ \\t-]*" + name + ":[ \\t]*\"?" + value + "\"?[ \\t\\r]*$")
            .matcher(text);
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }

  /** The server's URL. */
  public String url(String address) {
    return "https://" + address + ":" + port;
  }

  /**
   * The whole file.
   *
   * @param name of cluster, user and context; of letters, digits and -
   * @param address of a server
   */
  public String text(String name, String address) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: "%1$s"
      cluster:
        server: "%2$s"
        certificate-authority-data: %3$s
        extensions: [{name: %6$s, extension: {cluster: "%1$s"}}]
    users:
    - name: "%1$s"
      user:
        client-certificate-data: %4$s
        client-key-data: %5$s
        extensions: [{name: %6$s, extension: {cluster: "%1$s"}}]
    contexts:
    - name: "%1$s"
      context:
        cluster: "%1$s"
        user: "%1$s"
        extensions: [{name: %6$s, extension: {cluster: "%1$s"}}]
    current-context: "%1$s"
    """
        .formatted(name, url(address), authority, certificate, key, EXTENSION);
  }
}
