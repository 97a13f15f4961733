package io.github.kvmcore.image;

import java.nio.file.Path;

/**
 * What an image is made from, once it is on this host and its digest was looked at.
 *
 * @param file not to be changed where it is the user's own
 * @param digest as {@code sha512:<hex>}
 * @param verified by what that digest was confirmed, in the words of {@link
 *     io.github.kvmcore.model.BaseImage}
 * @param own whether the file is kvmcore's and may become the image
 */
record Origin(Path file, String digest, String verified, boolean own) {}
