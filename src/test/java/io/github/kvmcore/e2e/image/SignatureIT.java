package io.github.kvmcore.e2e.image;

import static io.github.kvmcore.e2e.image.PublisherLab.LIST;
import static io.github.kvmcore.e2e.image.PublisherLab.ending;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.kvmcore.publisher.CoreosSite;
import io.github.kvmcore.publisher.SigningKey;
import io.github.kvmcore.publisher.Site;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images that are not signed as they should be: refused, and right again by the next run. */
class SignatureIT {
  @RegisterExtension static final PublisherLab publisher = new PublisherLab();

  private final Site site = publisher.site();
  private final SigningKey key = publisher.key();
  private final String image = publisher.image();

  /** So that the image's own signature is looked at. */
  private void removeSignedLists() throws IOException {
    site.remove(image + LIST);
    site.remove(image + ".DIGESTS.sig");
  }

  private byte[] digests(String sha512) throws IOException {
    String digests = new String(site.get(image + ".DIGESTS"));
    return digests.replaceAll("[0-9a-f]{128}", sha512).getBytes();
  }

  @Test
  void aListOfDigestsThatWasChangedIsRefused() throws Exception {
    byte[] right = site.get(image + LIST);
    String changed = new String(right).replaceAll("(?m)^[0-9a-f]{128}", "0".repeat(128));
    site.put(image + LIST, changed);
    publisher.refused(false).says(image + LIST).says("was changed after it was signed");
    assertFalse(site.asked().contains(image), "the image is not even asked for");
    site.put(image + LIST, right);
    publisher.recovers();
  }

  @Test
  void aBadSignatureIsRefused() throws Exception {
    removeSignedLists();
    byte[] right = site.get(image + ".sig");
    site.put(image + ".sig", key.sign("something else".getBytes()));
    publisher.refused(true).says("was changed after it was signed");
    site.put(image + ".sig", right);
    publisher.recovers();
  }

  @Test
  void whatSomebodyElseSignedIsRefused() throws Exception {
    try (SigningKey stranger = SigningKey.make("Stranger <stranger@example.org>")) {
      site.put(image + LIST, stranger.clearsign(site.get(image + ".DIGESTS")));
      publisher.refused(false).says("is signed by somebody else's key").says(key.fingerprint());
      removeSignedLists();
      site.put(image + ".sig", stranger.sign(site.file(image)));
      publisher.refused(false).says("is signed by somebody else's key");
    }
    assertFalse(site.asked().contains(image), "the image is not even asked for");
    publisher.right();
    publisher.recovers();
  }

  @Test
  void aKeyThatIsNotPinnedIsRefused() throws Exception {
    try (SigningKey stranger = SigningKey.make("Stranger <stranger@example.org>")) {
      site.put(image + LIST, stranger.clearsign(site.get(image + ".DIGESTS")));
      site.put(CoreosSite.FLATCAR_KEY, stranger.armored());
      publisher
          .refused(false)
          .says("no key of")
          .says(stranger.fingerprint())
          .says(key.fingerprint());
    }
    publisher.right();
    publisher.recovers();
  }

  @Test
  void whatASubKeySignedBeforeItExpiredCounts() throws Exception {
    try (SigningKey expired = SigningKey.expired("Publisher of 2020 <old@example.org>")) {
      site.put(image + LIST, expired.clearsign(site.get(image + ".DIGESTS")));
      site.put(CoreosSite.FLATCAR_KEY, expired.armored());
      publisher
          .pull("-e", "image_key_fingerprints=" + expired.fingerprint())
          .ok()
          .says("signed by a key that expired on 2021-")
          .says(expired.fingerprint());
    }
  }

  @Test
  void aMissingSignatureIsRefusedAndCanLoudlyBeDoneWithout() throws Exception {
    removeSignedLists();
    site.remove(image + ".sig");
    publisher.refused(false).says("is not signed").says(image + ".sig").says("--no-verify");
    publisher.pull("--no-verify").ok().says("warning: images are not verified");
    assertEquals(1, ending(publisher.fresh(), ".qcow2").size());
  }

  @Test
  void aDigestThatIsSignedIsWhatTheImageMustHave() throws Exception {
    byte[] right = site.get(image + LIST);
    site.put(image + LIST, key.clearsign(digests("0".repeat(128))));
    publisher.refused(true).says("0".repeat(128));
    site.put(image + LIST, right);
    publisher.recovers();
  }
}
