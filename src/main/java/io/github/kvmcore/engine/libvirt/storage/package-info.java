/** Space and removal of disks, volumes and folders. Pure. */
@NullMarked
package io.github.kvmcore.engine.libvirt.storage;

import org.jspecify.annotations.NullMarked;
