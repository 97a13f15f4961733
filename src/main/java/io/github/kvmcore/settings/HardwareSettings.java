package io.github.kvmcore.settings;

/** What a guest's hardware is beyond memory, processors and its first disk. */
public record HardwareSettings() {}
