/**
 * Starts programs by lists of arguments, bounds their time and output, and ends them with all that
 * they started.
 */
@NullMarked
package io.github.kvmcore.exec.process;

import org.jspecify.annotations.NullMarked;
