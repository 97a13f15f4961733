/** The one pass over an image: fetched, verified, unpacked and written at the same time. */
@NullMarked
package io.github.kvmcore.image.pipeline;

import org.jspecify.annotations.NullMarked;
