/** A plan as a shell script. */
@NullMarked
package io.github.kvmcore.report.script;

import org.jspecify.annotations.NullMarked;
