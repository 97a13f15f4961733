/** Every setting once: its name, default, help and flag; and the typed {@code Settings}. */
@NullMarked
package io.github.kvmcore.spec;

import org.jspecify.annotations.NullMarked;
