/** Images: systems, releases, digests, publishers' keys, requests and what the cache holds. */
@NullMarked
package io.github.kvmcore.model.image;

import org.jspecify.annotations.NullMarked;
