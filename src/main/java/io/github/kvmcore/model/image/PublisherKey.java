package io.github.kvmcore.model.image;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that a publisher signs its images with, known by its primary fingerprint.
 *
 * <p>Flatcar's is on https://www.flatcar.org/security, CoreOS's was on its site. Fedora has one for
 * each release (https://fedoraproject.org/security); Fedora CoreOS names those that it uses in
 * src/signing-keys.asc of https://github.com/coreos/coreos-installer.
 *
 * @param since when its publisher added it to those; null: there is one key for all releases
 */
public record PublisherKey(Os os, String name, String fingerprint, @Nullable LocalDate since) {
  /** All that count without being named by the user. */
  public static final List<PublisherKey> KNOWN =
      List.of(
          key(Os.FLATCAR, "Flatcar", "F88CFEDEFF29A5B4D9523864E25D9AED0593B34A", null),
          key(Os.COREOS, "CoreOS", "04127D0BFABEC8871FFB2CCE50E0885593D2DCB4", null),
          key(Os.FCOS, "Fedora 43", "C6E7F081CF80E13146676E88829B606631645531", "2025-02-06"),
          key(Os.FCOS, "Fedora 44", "36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6", "2025-08-15"),
          key(Os.FCOS, "Fedora 45", "4F50A6114CD5C6976A7F1179655A4B02F577861E", "2026-02-09"));

  private static PublisherKey key(Os os, String name, String fingerprint, @Nullable String since) {
    return new PublisherKey(os, name, fingerprint, since == null ? null : LocalDate.parse(since));
  }

  /** The fingerprints of a system's keys. */
  public static List<String> fingerprints(Os os) {
    return KNOWN.stream().filter(key -> key.os() == os).map(PublisherKey::fingerprint).toList();
  }
}
