/** Plan, outcomes and state as tables, JSON, YAML, progress lines and shell scripts. */
@NullMarked
package io.github.kvmcore.report;

import org.jspecify.annotations.NullMarked;
