/** Fetches over HTTP: through proxies, in several tries, going on where a try ended. */
@NullMarked
package io.github.kvmcore.exec.http;

import org.jspecify.annotations.NullMarked;
