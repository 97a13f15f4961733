/**
 * The command-line program: the commands that there are, and the one ladder from failures to exit
 * codes.
 */
@NullMarked
package io.github.kvmcore.cli;

import org.jspecify.annotations.NullMarked;
