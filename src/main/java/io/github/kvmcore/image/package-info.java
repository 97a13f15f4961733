/** Base images: fetched, verified, unpacked, cached and pruned. */
@NullMarked
package io.github.kvmcore.image;

import org.jspecify.annotations.NullMarked;
