/** Locks between the runs of one user on one host. */
@NullMarked
package io.github.kvmcore.lock;

import org.jspecify.annotations.NullMarked;
