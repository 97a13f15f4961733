/** How existing machines differ from what is wanted. Pure. */
@NullMarked
package io.github.kvmcore.engine.libvirt.drift;

import org.jspecify.annotations.NullMarked;
