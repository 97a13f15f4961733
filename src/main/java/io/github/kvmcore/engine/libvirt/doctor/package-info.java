/** Checks of a host, and {@code --setup}. */
@NullMarked
package io.github.kvmcore.engine.libvirt.doctor;

import org.jspecify.annotations.NullMarked;
