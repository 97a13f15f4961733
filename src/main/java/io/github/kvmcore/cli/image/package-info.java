/** Base images: looked at, fetched, checked and removed; and the one that settings ask for. */
@NullMarked
package io.github.kvmcore.cli.image;

import org.jspecify.annotations.NullMarked;
