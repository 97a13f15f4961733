/** A run that changes something: its locks, its plan carried out, and what failed in it. */
@NullMarked
package io.github.kvmcore.cli.run;

import org.jspecify.annotations.NullMarked;
