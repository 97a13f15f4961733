/** Whether a file is an image: kinds, headers, bodies. */
@NullMarked
package io.github.kvmcore.image.check;

import org.jspecify.annotations.NullMarked;
