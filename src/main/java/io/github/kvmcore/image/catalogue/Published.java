package io.github.kvmcore.image.catalogue;

import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.OsRelease;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A release's image as its publisher offers it.
 *
 * @param image where it is fetched
 * @param packed digest of that file; null: the publisher keeps it elsewhere
 * @param unpacked digest of what is in it; null: not published
 * @param signature where its detached signature is
 */
public record Published(
    OsRelease release,
    URI image,
    @Nullable Digest packed,
    @Nullable Digest unpacked,
    URI signature) {}
