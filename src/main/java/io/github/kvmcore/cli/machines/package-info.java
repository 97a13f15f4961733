/** Commands about machines that are there: shown, started, shut down, removed, listened to. */
@NullMarked
package io.github.kvmcore.cli.machines;

import org.jspecify.annotations.NullMarked;
