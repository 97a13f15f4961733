/** The host's programs: argument lists out, their outputs parsed in. Pure. */
@NullMarked
package io.github.kvmcore.tool;

import org.jspecify.annotations.NullMarked;
