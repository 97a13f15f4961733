/** What is only printed, made from the options themselves: help, man page, completion, version. */
@NullMarked
package io.github.kvmcore.cli.help;

import org.jspecify.annotations.NullMarked;
