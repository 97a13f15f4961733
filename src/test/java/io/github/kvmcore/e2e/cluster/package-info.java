/** Clusters from create to destroy, on a real libvirtd. */
package io.github.kvmcore.e2e.cluster;
