/** Runs a plan's steps: in parallel within bounds, with time limits and undo. */
@NullMarked
package io.github.kvmcore.apply;

import org.jspecify.annotations.NullMarked;
