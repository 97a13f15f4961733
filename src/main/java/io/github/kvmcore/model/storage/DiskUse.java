package io.github.kvmcore.model.storage;

/**
 * How large a machine's disk is.
 *
 * @param usedBytes what it takes of the host: without holes, and without its base image
 * @param virtualBytes what the guest sees
 */
public record DiskUse(long usedBytes, long virtualBytes) {}
