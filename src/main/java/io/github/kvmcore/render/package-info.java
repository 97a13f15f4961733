/** FreeMarker: domain and network XML, cloud-config, metadata. Pure. */
@NullMarked
package io.github.kvmcore.render;

import org.jspecify.annotations.NullMarked;
