/** Finds, fetches, checks, unpacks and caches base images. */
@NullMarked
package io.github.kvmcore.image;

import org.jspecify.annotations.NullMarked;
