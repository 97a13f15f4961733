/**
 * Reads a libvirt host into one {@code HostState}, in a number of processes that does not grow with
 * the machines.
 */
@NullMarked
package io.github.kvmcore.engine.libvirt.read;

import org.jspecify.annotations.NullMarked;
