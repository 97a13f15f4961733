/** Commands that go into machines by ssh, and those that tell other programs the way to them. */
@NullMarked
package io.github.kvmcore.cli.remote;

import org.jspecify.annotations.NullMarked;
