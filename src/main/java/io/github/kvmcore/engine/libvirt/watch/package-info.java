/** Follows libvirt's domains while a run waits for them: their power, and their addresses. */
@NullMarked
package io.github.kvmcore.engine.libvirt.watch;

import org.jspecify.annotations.NullMarked;
