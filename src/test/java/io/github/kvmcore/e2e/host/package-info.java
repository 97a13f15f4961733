/** The host around kvmcore: setup, launcher, cron, LVM, files, a whole emulated host. */
package io.github.kvmcore.e2e.host;
