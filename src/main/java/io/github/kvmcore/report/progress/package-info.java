/** What a run shows while it runs, at a terminal and in a pipe. */
@NullMarked
package io.github.kvmcore.report.progress;

import org.jspecify.annotations.NullMarked;
