package io.github.kvmcore.tool.storage;

import org.jspecify.annotations.Nullable;

/**
 * What {@code qemu-img info} says of an image.
 *
 * @param virtualBytes size of the disk that a guest sees
 * @param backingFile the file that it is an overlay of; null where it stands alone
 * @param dataFile an external file that holds its data; null where it holds them itself
 * @param corrupt whether qemu marked it as damaged
 */
public record QemuImgInfo(
    String format,
    long virtualBytes,
    @Nullable String backingFile,
    @Nullable String dataFile,
    boolean encrypted,
    boolean corrupt) {}
