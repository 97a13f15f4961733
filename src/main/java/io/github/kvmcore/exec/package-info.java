/**
 * The only way to a host: commands, files, ports and downloads, in one {@link
 * io.github.kvmcore.exec.HostAccess}.
 */
@NullMarked
package io.github.kvmcore.exec;

import org.jspecify.annotations.NullMarked;
