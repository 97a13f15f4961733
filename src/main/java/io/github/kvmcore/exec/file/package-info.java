/** Reads, writes, locks and deletes files of a host, and judges who else could change them. */
@NullMarked
package io.github.kvmcore.exec.file;

import org.jspecify.annotations.NullMarked;
