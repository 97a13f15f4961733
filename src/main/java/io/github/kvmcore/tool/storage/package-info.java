/** {@code qemu-img}, LVM, block devices and ISO images. Pure. */
@NullMarked
package io.github.kvmcore.tool.storage;

import org.jspecify.annotations.NullMarked;
