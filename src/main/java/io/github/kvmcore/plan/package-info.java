/** Pure: settings and the host's state in, a plan as data out. */
@NullMarked
package io.github.kvmcore.plan;

import org.jspecify.annotations.NullMarked;
