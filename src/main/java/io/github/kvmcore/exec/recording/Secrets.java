package io.github.kvmcore.exec.recording;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps etcd's discovery URLs out of recordings; what stands instead can be replayed. */
final class Secrets {
  private static final String REDACTED = "https://redacted.invalid/redacted";
  private static final Pattern ATTRIBUTE = Pattern.compile("\\bdiscovery=('[^']*'|\"[^\"]*\")");

  private Secrets() {}

  /** The text without the discovery URLs in the metadata of machines. */
  static String redacted(String text) {
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
