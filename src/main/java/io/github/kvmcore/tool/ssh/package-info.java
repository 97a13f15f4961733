/** {@code ssh} and {@code ssh-keygen}. Pure. */
@NullMarked
package io.github.kvmcore.tool.ssh;

import org.jspecify.annotations.NullMarked;
