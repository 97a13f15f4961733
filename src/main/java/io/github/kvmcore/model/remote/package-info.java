/** Logins and commands on machines. */
@NullMarked
package io.github.kvmcore.model.remote;

import org.jspecify.annotations.NullMarked;
