/** Parsers of single values: sizes, times, names, keys; and how bad values are reported. */
@NullMarked
package io.github.kvmcore.spec.text;

import org.jspecify.annotations.NullMarked;
