/**
 * The only way out of the process: the doors for commands, files, ports and downloads, as {@link
 * io.github.kvmcore.exec.HostAccess} has them, and those that lead to this very host.
 */
@NullMarked
package io.github.kvmcore.exec;

import org.jspecify.annotations.NullMarked;
