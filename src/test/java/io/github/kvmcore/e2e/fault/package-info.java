/** What goes wrong: kills, signals, races, attacks. */
package io.github.kvmcore.e2e.fault;
