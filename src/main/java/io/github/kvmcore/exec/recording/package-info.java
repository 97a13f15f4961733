/**
 * Records what a run does on the host, and replays it: one HostAccess writes it down, the other
 * answers from that.
 */
@NullMarked
package io.github.kvmcore.exec.recording;

import org.jspecify.annotations.NullMarked;
