/** Plans {@code create}: conflicts, then steps. Pure. */
@NullMarked
package io.github.kvmcore.engine.libvirt.create;

import org.jspecify.annotations.NullMarked;
