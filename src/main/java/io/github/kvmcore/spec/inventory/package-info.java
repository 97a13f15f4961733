/** Ansible inventories: INI, YAML, JSON, group and host variables. */
@NullMarked
package io.github.kvmcore.spec.inventory;

import org.jspecify.annotations.NullMarked;
