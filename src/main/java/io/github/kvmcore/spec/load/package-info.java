/** All sources into one immutable {@code Settings}; all mistakes reported at once. */
@NullMarked
package io.github.kvmcore.spec.load;

import org.jspecify.annotations.NullMarked;
