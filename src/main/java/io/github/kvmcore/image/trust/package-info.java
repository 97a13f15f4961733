/** Who signed what: publishers' keys, and the judgement of {@code gpgv}. */
@NullMarked
package io.github.kvmcore.image.trust;

import org.jspecify.annotations.NullMarked;
