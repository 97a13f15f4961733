package io.github.kvmcore.engine.libvirt.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.PublisherKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublisherKeyCheckTest {
  private static Check fedora(String today) {
    return PublisherKeyCheck.of(Os.FCOS, LocalDate.parse(today)).orElseThrow();
  }

  @Test
  void aYearAfterTheNewest() {
    assertEquals(
        new Check("signing keys", Status.OK, "newest known since 2026-02-09", null),
        fedora("2027-02-09"));
    Check old = fedora("2027-02-10");
    assertEquals(Status.WARNING, old.status());
    assertEquals(
        "newest known since 2026-02-09: images of fcos may be signed by a newer key", old.detail());
    assertTrue(String.valueOf(old.remedy()).contains("image_key_fingerprints"), old.toString());
  }

  @Test
  void oneKeyForAllReleases() {
    assertEquals(Optional.empty(), PublisherKeyCheck.of(Os.FLATCAR, LocalDate.MAX));
    assertEquals(Optional.empty(), PublisherKeyCheck.of(Os.SMOKE, LocalDate.MAX));
  }

  @Test
  void fingerprintsAreWhole() {
    List<String> all = PublisherKey.KNOWN.stream().map(PublisherKey::fingerprint).toList();
    all.forEach(one -> assertTrue(one.matches("[0-9A-F]{40}"), one));
    assertEquals(all.size(), all.stream().distinct().count());
    assertEquals(3, PublisherKey.fingerprints(Os.FCOS).size());
  }
}
