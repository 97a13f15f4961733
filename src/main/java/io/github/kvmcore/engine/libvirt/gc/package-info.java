/** Plans {@code gc}: what lies about, and its removal. Pure. */
@NullMarked
package io.github.kvmcore.engine.libvirt.gc;

import org.jspecify.annotations.NullMarked;
