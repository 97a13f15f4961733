package io.github.kvmcore.image.trust;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code gpgv} found, by its status lines: doc/DETAILS of GnuPG. Its exit status does not tell
 * an expired key.
 *
 * @param signer primary fingerprint of who signed; else what is known of the key
 */
public record Verdict(State state, String signer) {
  private static final String PREFIX = "[GNUPG:] ";

  /** Whether a signature counts. The last of these that applies to a file decides. */
  public enum State {
    NONE,
    UNKNOWN_KEY,
    EXPIRED,
    REVOKED,
    GOOD,
    BAD
  }

  /** Reads the status lines among other lines. */
  public static Verdict of(String lines) {
    List<Verdict> all = new ArrayList<>();
    State last = State.NONE;
    for (String line : lines.lines().filter(next -> next.startsWith(PREFIX)).toList()) {
      String[] words = line.substring(PREFIX.length()).split(" ", -1);
      String first = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "GOODSIG" -> last = State.GOOD;
        case "EXPKEYSIG", "EXPSIG" -> last = State.EXPIRED;
        case "REVKEYSIG" -> last = State.REVOKED;
        case "BADSIG" -> all.add(new Verdict(State.BAD, first));
        case "ERRSIG", "NO_PUBKEY" -> all.add(new Verdict(State.UNKNOWN_KEY, first));
        case "VALIDSIG" -> {
          all.add(new Verdict(last, words.length > 10 ? words[10] : first));
          last = State.NONE;
        }
        default -> {
          // tells what does not matter here
        }
      }
    }
    return all.stream()
        .max((one, other) -> one.state.compareTo(other.state))
        .orElse(new Verdict(State.NONE, ""));
  }
}
