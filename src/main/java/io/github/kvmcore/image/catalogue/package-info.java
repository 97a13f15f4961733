/** What the publishers of Flatcar, Fedora CoreOS and CoreOS offer: releases, and their files. */
@NullMarked
package io.github.kvmcore.image.catalogue;

import org.jspecify.annotations.NullMarked;
