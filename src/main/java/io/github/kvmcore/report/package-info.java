/** State and outcomes as tables, JSON and YAML. */
@NullMarked
package io.github.kvmcore.report;

import org.jspecify.annotations.NullMarked;
