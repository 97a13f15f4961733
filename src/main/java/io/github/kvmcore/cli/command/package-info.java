/** What a command is, and how the words of the command line find theirs. */
@NullMarked
package io.github.kvmcore.cli.command;

import org.jspecify.annotations.NullMarked;
