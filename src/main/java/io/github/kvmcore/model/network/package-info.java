/** Networks, addresses, leases, reservations and neighbours. */
@NullMarked
package io.github.kvmcore.model.network;

import org.jspecify.annotations.NullMarked;
