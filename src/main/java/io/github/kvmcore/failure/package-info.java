/** What can go wrong, and the exit code that says so. */
@NullMarked
package io.github.kvmcore.failure;

import org.jspecify.annotations.NullMarked;
