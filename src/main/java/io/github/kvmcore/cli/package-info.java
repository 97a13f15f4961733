/** A JCommander class per command: options in, one short flow, outcome out. */
@NullMarked
package io.github.kvmcore.cli;

import org.jspecify.annotations.NullMarked;
