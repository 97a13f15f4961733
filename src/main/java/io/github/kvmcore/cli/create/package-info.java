/** Makes the machines that are wanted and missing. */
@NullMarked
package io.github.kvmcore.cli.create;

import org.jspecify.annotations.NullMarked;
