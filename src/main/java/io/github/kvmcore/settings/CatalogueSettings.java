package io.github.kvmcore.settings;

/** Which image is wanted, where it is published, and who may have signed it. */
public record CatalogueSettings() {}
