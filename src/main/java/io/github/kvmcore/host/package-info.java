/**
 * Reads the host into one {@code HostState}, in a number of processes that does not grow with the
 * number of machines.
 */
@NullMarked
package io.github.kvmcore.host;

import org.jspecify.annotations.NullMarked;
