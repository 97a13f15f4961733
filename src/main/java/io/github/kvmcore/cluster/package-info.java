/** A cluster as it is, in words that every engine shares. */
@NullMarked
package io.github.kvmcore.cluster;

import org.jspecify.annotations.NullMarked;
