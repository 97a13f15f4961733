/** Inputs that somebody made to hurt, and what holds for every one of them. */
@NullMarked
package io.github.kvmcore.hostile;

import org.jspecify.annotations.NullMarked;
