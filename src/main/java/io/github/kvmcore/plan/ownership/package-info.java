/** What may be deleted, and the record that says so: the one rule that every removal asks. */
@NullMarked
package io.github.kvmcore.plan.ownership;

import org.jspecify.annotations.NullMarked;
