/**
 * The doors once more: one set writes down all that goes through it, the other answers from that.
 */
@NullMarked
package io.github.kvmcore.exec.recording;

import org.jspecify.annotations.NullMarked;
