/** What commands ask of the place where clusters live, whatever it is made of. */
@NullMarked
package io.github.kvmcore.engine;

import org.jspecify.annotations.NullMarked;
