package io.github.kvmcore.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long things may take.
 *
 * @param startup machines, from their start to what is waited for
 * @param command a virsh command that defines or starts a machine
 * @param shutdown machines, to shut down by themselves
 * @param lockWait another run that changes the cluster and is waited for
 * @param stall a server, to send nothing in the middle of a download
 * @param program a program that has no limit of its own here
 * @param disk a program that writes a whole disk
 * @param lifetime machines, to be wanted; null: nothing is said of it
 */
public record Limits(
    Duration startup,
    Duration command,
    Duration shutdown,
    Duration lockWait,
    Duration stall,
    Duration program,
    Duration disk,
    @Nullable Lifetime lifetime) {}
