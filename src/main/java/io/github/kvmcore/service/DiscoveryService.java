package io.github.kvmcore.service;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.DiscoveryUrl;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;

/** Asks a discovery service of etcd's for the URL of a new cluster. */
public final class DiscoveryService {
  private static final int SHOWN = 60;

  private final Downloader downloads;
  private final String url;

  /**
   * The service.
   *
   * @param url where new clusters are asked for, such as {@code https://discovery.etcd.io/new}
   */
  public DiscoveryService(Downloader downloads, String url) {
    this.downloads = downloads;
    this.url = url;
  }

  /**
   * Asks for a cluster.
   *
   * @param size the number of members that found it
   * @throws KvmcoreException where the service does not answer with a discovery URL
   */
  public DiscoveryUrl request(int size) {
    URI asked = sized(size);
    Optional<String> answer;
    try {
      answer = downloads.secret(asked);
    } catch (UncheckedIOException e) {
      throw dead(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    if (answer.isEmpty()) {
      throw dead(asked + " says that there is no such page");
    }
    String text = answer.get().replaceFirst("\r?\n$", "");
    return DiscoveryUrl.parse(text)
        .orElseThrow(() -> dead(asked + " answered with no discovery URL, but " + shown(text)));
  }

  private URI sized(int size) {
    return URI.create(url + (url.contains("?") ? "&" : "?") + "size=" + size);
  }

  /** The answer's beginning; what it should have been is not shown, as it would be a secret. */
  private static String shown(String text) {
    if (text.isBlank()) {
      return "with nothing";
    }
    if (text.stripLeading().startsWith("http")) {
      return "with a URL of another kind";
    }
    String line = text.strip().lines().findFirst().orElse("").replaceAll("\\p{C}", "?");
    return "'" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "'";
  }

  private static KvmcoreException dead(String what) {
    return KvmcoreException.host(
        "no discovery URL for etcd: "
            + what
            + "\n  next: use_discovery_token: no, which gives the machines a list of each other; or"
            + " name a service that works in request_discovery_url");
  }
}
