/** How guests are configured: Ignition, etcd, k3s, secrets. */
package io.github.kvmcore.e2e.config;
