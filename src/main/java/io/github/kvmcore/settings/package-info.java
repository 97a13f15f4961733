/**
 * Defaults, files, environment and flags into one immutable {@code Settings}; all mistakes reported
 * at once.
 */
@NullMarked
package io.github.kvmcore.settings;

import org.jspecify.annotations.NullMarked;
