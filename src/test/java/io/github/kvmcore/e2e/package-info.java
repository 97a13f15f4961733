/**
 * kvmcore from end to end: {@code bin/kvmcore} itself on hosts with a libvirtd and guests of their
 * own, see {@code src/test/lab/lab}.
 */
package io.github.kvmcore.e2e;
