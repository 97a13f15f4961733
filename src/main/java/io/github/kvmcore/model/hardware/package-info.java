/** Processors, firmware, shared folders and further hardware of machines. */
@NullMarked
package io.github.kvmcore.model.hardware;

import org.jspecify.annotations.NullMarked;
