/** Runs of kvmcore on the simulated host of src/test/sim: killed at every command, and after. */
package io.github.kvmcore.sim;
