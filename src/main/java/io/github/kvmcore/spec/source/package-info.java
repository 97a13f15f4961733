/**
 * Where values come from: YAML files, environment, {@code -e}, flags; and the mistakes found in
 * them.
 */
@NullMarked
package io.github.kvmcore.spec.source;

import org.jspecify.annotations.NullMarked;
