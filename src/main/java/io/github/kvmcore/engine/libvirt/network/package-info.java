/** Which network and addresses machines get. Pure. */
@NullMarked
package io.github.kvmcore.engine.libvirt.network;

import org.jspecify.annotations.NullMarked;
