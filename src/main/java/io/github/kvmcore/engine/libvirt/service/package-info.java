/** What etcd and k3s need: members, roles, tokens, certificates. Pure. */
@NullMarked
package io.github.kvmcore.engine.libvirt.service;

import org.jspecify.annotations.NullMarked;
