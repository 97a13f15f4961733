/** The engine of one KVM host with libvirt. */
@NullMarked
package io.github.kvmcore.engine.libvirt;

import org.jspecify.annotations.NullMarked;
