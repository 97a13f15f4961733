/**
 * Hosts that the tests make: labs with a real libvirtd, a whole emulated host, the programs on them
 * and their state.
 */
package io.github.kvmcore.e2e.lab;
