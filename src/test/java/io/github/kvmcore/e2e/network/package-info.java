/** Networks, also those of others. */
package io.github.kvmcore.e2e.network;
