/** Plans {@code start}, {@code shutdown} and {@code restart}. Pure. */
@NullMarked
package io.github.kvmcore.engine.libvirt.lifecycle;

import org.jspecify.annotations.NullMarked;
