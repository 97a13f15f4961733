/** Plans {@code destroy} and {@code reap}. Pure. */
@NullMarked
package io.github.kvmcore.engine.libvirt.remove;

import org.jspecify.annotations.NullMarked;
