package io.github.kvmcore.exec.recording;

import io.github.kvmcore.model.image.Urls;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps etcd's discovery URLs, secrets in other URLs and private keys out of recordings; what
 * stands instead can be replayed.
 */
final class Secrets {
  private static final String REDACTED = "https://redacted.invalid/redacted";

  /** What a secret program was given. */
  static final String REDACTED_TEXT = "redacted";

  /** What butane makes, the only such program; it can be replayed. */
  static final String REDACTED_IGNITION = "{\"ignition\": {\"version\": \"3.3.0\"}}\n";

  private static final Pattern ATTRIBUTE = Pattern.compile("\\bdiscovery=('[^']*'|\"[^\"]*\")");

  /** As long as the shortest that is taken for a key. */
  private static final String NO_KEY = "A".repeat(64);

  private static final Pattern KEY_DATA = Pattern.compile("(client-key-data:\\s*)[A-Za-z0-9+/=]+");
  private static final Pattern PEM_KEY =
      Pattern.compile("(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----\\R).*?(-----END|$)");

  /** An ssh key in base64, private or public, as configs of guests hold it. */
  private static final Pattern PACKED_KEY =
      Pattern.compile(
          "(?:LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZLS0tLS0K|c3NoLWVkMjU1MTkg)[A-Za-z0-9+/=]*");

  private Secrets() {}

  /**
   * The text without discovery URLs in the metadata of machines, secrets in other URLs, and private
   * keys.
   */
  static String redacted(String text) {
    String shown = PACKED_KEY.matcher(Urls.within(withoutUrls(text))).replaceAll("");
    if (shown.contains("client-key-data:")) {
      shown = KEY_DATA.matcher(shown).replaceAll("$1" + NO_KEY);
    }
    return shown.contains("PRIVATE KEY-----")
        ? PEM_KEY.matcher(shown).replaceAll("$1" + NO_KEY + "\n$2")
        : shown;
  }

  private static String withoutUrls(String text) {
    return text.contains("discovery=")
        ? ATTRIBUTE
            .matcher(text)
            .replaceAll(Matcher.quoteReplacement("discovery='" + REDACTED + "'"))
        : text;
  }

  /** A service's answer; one that is no URL by the look of it says what went wrong, and is kept. */
  static String redactedAnswer(String text) {
    return text.startsWith("http") ? REDACTED : text;
  }
}
