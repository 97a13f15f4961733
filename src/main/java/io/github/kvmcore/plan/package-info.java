/** A plan as data: steps, their actions, what each waits for and how it is undone. Pure. */
@NullMarked
package io.github.kvmcore.plan;

import org.jspecify.annotations.NullMarked;
