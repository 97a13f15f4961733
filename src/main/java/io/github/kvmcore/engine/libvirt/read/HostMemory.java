package io.github.kvmcore.engine.libvirt.read;

/**
 * The host's memory, in KiB; 0 where it is not known.
 *
 * @param totalKiB what is built in
 * @param availableKiB what programs can still get of it without swapping
 * @param swapKiB the size of all swap areas
 */
public record HostMemory(long totalKiB, long availableKiB, long swapKiB) {}
