/** Ignition configs and Butane. Pure. */
@NullMarked
package io.github.kvmcore.tool.ignition;

import org.jspecify.annotations.NullMarked;
