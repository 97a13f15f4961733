/** Options that several commands share, and the flags by which they become settings. */
@NullMarked
package io.github.kvmcore.cli.options;

import org.jspecify.annotations.NullMarked;
