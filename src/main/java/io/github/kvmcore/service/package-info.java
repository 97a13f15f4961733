/** Services that clusters use while they are made. */
@NullMarked
package io.github.kvmcore.service;

import org.jspecify.annotations.NullMarked;
