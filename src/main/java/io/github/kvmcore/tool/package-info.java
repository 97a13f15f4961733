/**
 * Programs of the host that are small enough for no package of their own. Argument lists out,
 * outputs parsed in. Pure.
 */
@NullMarked
package io.github.kvmcore.tool;

import org.jspecify.annotations.NullMarked;
