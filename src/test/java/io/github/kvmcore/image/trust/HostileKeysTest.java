package io.github.kvmcore.image.trust;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Judge;
import io.github.kvmcore.hostile.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Whatever a publisher's server sends for a key or a signature, and whatever gpgv says. */
class HostileKeysTest {
  private static final String ARMOR =
      "-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: x\n\nmQENBFqUFawBCACdnSVBBSx3negnGv7Ppf2D6fbIQAHSzUQ"
          + "\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n";

  private static final String GOOD =
      "[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG E25D9AED0593B34A Flatcar <a@b>\n[GNUPG:] VALIDSIG "
          + "A".repeat(40)
          + " 2026-01-01 1767225600 0 4 0 1 10 00 "
          + "B".repeat(40)
          + "\n";

  @Provide
  Arbitrary<byte[]> bytes() {
    // Each byte that begins a packet of each tag and kind of length is as likely as any other.
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofMaxSize(200)
        .map(
            bytes -> {
              if (bytes.length > 1) {
                bytes[0] |= (byte) 0x80;
                bytes[1] = (byte) (bytes[1] & 0x3f);
              }
              return bytes;
            });
  }

  @Provide
  Arbitrary<String> armors() {
    return Samples.mutated(List.of(ARMOR, ARMOR + ARMOR));
  }

  @Provide
  Arbitrary<String> statuses() {
    return Samples.mutated(List.of(GOOD));
  }

  @Inputs(1500)
  void keys(@ForAll("bytes") byte[] bytes) {
    Judge.of(() -> Packets.of(bytes), IllegalArgumentException.class);
    Judge.of(() -> Keyring.of(bytes), IllegalArgumentException.class);
    Judge.of(() -> Keyring.issuers(bytes), IllegalArgumentException.class);
    String armor = ARMOR.replaceFirst("(?s)\n\n.*?\n=", "\n\n" + text(bytes) + "\n=");
    Judge.of(
        () -> Keyring.of(armor.getBytes(StandardCharsets.UTF_8)), IllegalArgumentException.class);
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Inputs(500)
  void armor(@ForAll("armors") String armor) {
    byte[] bytes = armor.getBytes(StandardCharsets.UTF_8);
    Judge.of(() -> Packets.binary(bytes), IllegalArgumentException.class);
    Judge.of(() -> Keyring.of(bytes), IllegalArgumentException.class);
  }

  /** What a signature counts by has to be a fingerprint. */
  @Inputs(500)
  void verdicts(@ForAll("statuses") String lines) {
    Optional<Verdict> verdict = Judge.of(() -> Verdict.of(lines));
    if (verdict.orElseThrow().state() == Verdict.State.GOOD) {
      assertTrue(lines.contains("GOODSIG") && lines.contains("VALIDSIG"), lines);
    }
  }
}
