package io.github.kvmcore.image.pipeline;

import io.github.kvmcore.model.image.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What an image's bytes must be, as far as it is known before the first of them comes.
 *
 * @param packed digest of the file as it is published; null: not known
 * @param given the digest of the same file that the user names; null: none
 * @param unpacked digest of what the file holds once it is unpacked; null: not known
 * @param signature who must have signed the file as it is published; null: not looked at
 * @param verified by what the image counts as confirmed where all of this holds, in the words of
 *     {@link io.github.kvmcore.model.image.BaseImage}
 */
public record Expected(
    @Nullable Digest packed,
    @Nullable Digest given,
    @Nullable Digest unpacked,
    @Nullable SignatureCheck signature,
    String verified) {
  /** Where the user names no digest, or the one that is known is the user's. */
  public Expected(
      @Nullable Digest packed,
      @Nullable Digest unpacked,
      @Nullable SignatureCheck signature,
      String verified) {
    this(packed, null, unpacked, signature, verified);
  }
}
