package io.github.kvmcore.model.machine;

import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.storage.DiskUse;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a machine: what {@code info} shows.
 *
 * @param tag what was written down when it was made
 * @param hardware what it has besides
 * @param disk null where libvirt could not tell
 * @param digest of what its base image was fetched as, {@code sha512:…}; null where that image is
 *     no longer in the cache, or was changed there
 * @param verified by what that image counts as confirmed, in the words of {@link BaseImage}; null
 *     as the digest is
 * @param autostart whether libvirt starts it when the host boots; null where there is no domain
 */
public record MachineDetails(
    MachineStatus status,
    MachineTag tag,
    Hardware hardware,
    @Nullable DiskUse disk,
    @Nullable String digest,
    @Nullable String verified,
    @Nullable Boolean autostart) {}
