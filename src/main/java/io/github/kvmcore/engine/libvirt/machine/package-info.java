/** What machines are wanted and which exist. Pure. */
@NullMarked
package io.github.kvmcore.engine.libvirt.machine;

import org.jspecify.annotations.NullMarked;
