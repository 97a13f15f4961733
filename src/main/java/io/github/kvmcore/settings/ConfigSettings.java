package io.github.kvmcore.settings;

/** What configures the guests at their first boot. */
public record ConfigSettings() {}
