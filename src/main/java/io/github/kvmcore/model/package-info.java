/** Records and enums in the words of libvirt, QEMU and CoreOS. Pure. */
@NullMarked
package io.github.kvmcore.model;

import org.jspecify.annotations.NullMarked;
