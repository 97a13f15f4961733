/** {@code virsh}, and libvirt's XML. Pure. */
@NullMarked
package io.github.kvmcore.tool.libvirt;

import org.jspecify.annotations.NullMarked;
