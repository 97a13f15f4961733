package io.github.kvmcore.model.machine;

import io.github.kvmcore.model.network.Ipv4Address;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine as it is: what {@code list} and {@code status} show.
 *
 * @param index the number in its name; 0 where it has none
 * @param address null where none is known
 * @param ssh whether it answers on ssh; null where it was not asked
 * @param expires when its time is over; null: never
 */
public record MachineStatus(
    String name,
    int index,
    DomainState state,
    @Nullable Ipv4Address address,
    String mac,
    UUID uuid,
    long memoryKiB,
    int vcpus,
    @Nullable Boolean ssh,
    @Nullable Instant expires) {}
