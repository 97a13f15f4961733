package io.github.kvmcore.model.image;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A base image in the cache: whole, checked, in qcow2 format, without a backing file.
 *
 * @param source where it came from: a URL, a file's path, or {@code smoke}
 * @param path the qcow2 file
 * @param fileBytes the size of that file
 * @param virtualBytes the size of the disk that a guest sees
 * @param digest of what was fetched, as {@code sha512:…} in lower-case hexadecimal
 * @param verified by what that digest was confirmed: {@code digest}, {@code DIGESTS}, {@code
 *     built}, {@code signature} with a blank and the primary fingerprint of who signed, or {@code
 *     nothing}
 * @param fetched when, ISO 8601 in UTC
 * @param release which release of which system it is
 */
public record BaseImage(
    String source,
    Path path,
    long fileBytes,
    long virtualBytes,
    String digest,
    String verified,
    String fetched,
    OsRelease release) {

  /** When it was fetched; empty where what is written down is no time. */
  public Optional<Instant> fetchedAt() {
    try {
      return Optional.of(Instant.parse(fetched));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
