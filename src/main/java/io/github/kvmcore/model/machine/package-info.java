/** Machines: what is wanted, what there is, their metadata, states and roles. */
@NullMarked
package io.github.kvmcore.model.machine;

import org.jspecify.annotations.NullMarked;
