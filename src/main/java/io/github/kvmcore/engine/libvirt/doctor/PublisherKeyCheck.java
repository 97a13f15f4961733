package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.PublisherKey;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Warns where the publisher may sign by a newer key than this version of kvmcore knows. */
final class PublisherKeyCheck {
  private PublisherKeyCheck() {}

  /** Empty where the publisher has one key for all releases. */
  static Optional<Check> of(Os os, LocalDate today) {
    return PublisherKey.KNOWN.stream()
        .filter(key -> key.os() == os)
        .map(PublisherKey::since)
        .flatMap(Stream::ofNullable)
        .max(Comparator.naturalOrder())
        .map(newest -> check(os, newest, today));
  }

  private static Check check(Os os, LocalDate newest, LocalDate today) {
    String since = "newest known since " + newest;
    boolean old = newest.plusYears(1).isBefore(today);
    return old
        ? new Check(
            "signing keys",
            Status.WARNING,
            since + ": images of " + os + " may be signed by a newer key",
            "update kvmcore, or name the key that https://fedoraproject.org/security lists:"
                + " -e image_key_fingerprints=FINGERPRINT")
        : new Check("signing keys", Status.OK, since, null);
  }
}
