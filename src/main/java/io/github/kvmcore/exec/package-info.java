/**
 * The only way out of the process: commands, files, ports and downloads; real, recording and
 * replaying.
 */
@NullMarked
package io.github.kvmcore.exec;

import org.jspecify.annotations.NullMarked;
