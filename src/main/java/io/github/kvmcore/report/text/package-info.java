/** Tables, trees, styles and ages: how text is laid out. */
@NullMarked
package io.github.kvmcore.report.text;

import org.jspecify.annotations.NullMarked;
