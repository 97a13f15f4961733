/** Looks after a host: what it lacks, what is not as it was made, what is over or left over. */
@NullMarked
package io.github.kvmcore.cli.maintenance;

import org.jspecify.annotations.NullMarked;
