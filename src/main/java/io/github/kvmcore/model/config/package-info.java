/** How guests are configured: Ignition, cloud-config, and how either reaches them. */
@NullMarked
package io.github.kvmcore.model.config;

import org.jspecify.annotations.NullMarked;
