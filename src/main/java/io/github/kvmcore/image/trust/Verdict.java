package io.github.kvmcore.image.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code gpgv} found, by its status lines: doc/DETAILS of GnuPG. Its exit status does not tell
 * an expired key.
 *
 * @param signer primary fingerprint of who signed; else what is known of the key
 * @param expired the key that signed, where it has expired since; else null
 */
public record Verdict(State state, String signer, @Nullable ExpiredKey expired) {
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

  /**
   * A key that had not expired when it signed.
   *
   * @param fingerprint the sub-key's, where one signed
   */
  public record ExpiredKey(String fingerprint, Instant since) {}

  private Verdict(State state, String signer) {
    this(state, signer, null);
  }

  /** Reads the status lines among other lines. */
  public static Verdict of(String lines) {
    List<Verdict> all = new ArrayList<>();
    Signature signature = new Signature();
    for (String line : lines.lines().filter(next -> next.startsWith(PREFIX)).toList()) {
      String[] words = line.substring(PREFIX.length()).split(" ", -1);
      String first = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "NEWSIG" -> signature = new Signature();
        case "GOODSIG" -> signature.state = State.GOOD;
        case "EXPSIG" -> signature.state = State.EXPIRED;
        case "EXPKEYSIG" -> {
          signature.state = State.EXPIRED;
          signature.byExpiredKey = true;
        }
        case "REVKEYSIG" -> signature.state = State.REVOKED;
        // Of these lines, which come for each key of the file, the one before SIG_ID is the
        // signer's.
        case "KEY_CONSIDERED" -> signature.considered = 0;
        case "KEYEXPIRED" -> signature.considered = seconds(first);
        case "SIG_ID" -> signature.expiry = signature.considered;
        case "BADSIG" -> all.add(new Verdict(State.BAD, first));
        case "ERRSIG", "NO_PUBKEY" -> all.add(new Verdict(State.UNKNOWN_KEY, first));
        case "VALIDSIG" -> {
          all.add(signature.verdict(words));
          signature = new Signature();
        }
        default -> {
          // tells what does not matter here
        }
      }
    }
    return all.stream()
        .max(Comparator.comparing(Verdict::state))
        .orElse(new Verdict(State.NONE, ""));
  }

  private static long seconds(String text) {
    return text.matches("[0-9]{1,11}") ? Long.parseLong(text) : 0;
  }

  /** What the lines before VALIDSIG say of the same signature. */
  private static final class Signature {
    private State state = State.NONE;
    private boolean byExpiredKey;
    private long considered;
    private long expiry;

    /**
     * The verdict.
     *
     * @param valid the words of the line VALIDSIG: among them who signed, and when
     */
    Verdict verdict(String[] valid) {
      String key = valid.length > 1 ? valid[1] : "";
      String signer = valid.length > 10 ? valid[10] : key;
      long made = valid.length > 3 ? seconds(valid[3]) : 0;
      return byExpiredKey && made > 0 && made < expiry
          ? new Verdict(State.GOOD, signer, new ExpiredKey(key, Instant.ofEpochSecond(expiry)))
          : new Verdict(state, signer);
    }
  }

  /** The same of a signature whose key was revoked, which gpgv does not say of an expired one. */
  public Verdict revoked() {
    return new Verdict(State.REVOKED, signer);
  }
}
