/** kvmcore's entry: wires the process's streams and environment to the command line. */
@NullMarked
package io.github.kvmcore;

import org.jspecify.annotations.NullMarked;
