/** Disks, volumes, sizes and the folders of a cluster. */
@NullMarked
package io.github.kvmcore.model.storage;

import org.jspecify.annotations.NullMarked;
