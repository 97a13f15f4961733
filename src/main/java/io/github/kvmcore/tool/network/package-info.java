/** {@code ip} and the kernel's table of neighbours. Pure. */
@NullMarked
package io.github.kvmcore.tool.network;

import org.jspecify.annotations.NullMarked;
