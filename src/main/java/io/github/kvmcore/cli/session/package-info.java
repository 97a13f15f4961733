/** What a command has at hand: the run's surroundings, settings, and readers of the host. */
@NullMarked
package io.github.kvmcore.cli.session;

import org.jspecify.annotations.NullMarked;
