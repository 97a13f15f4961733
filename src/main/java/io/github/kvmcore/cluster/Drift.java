package io.github.kvmcore.engine;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it should be.
 *
 * @param machine whose it is; null: the cluster's own
 * @param detail what is found and what should be, in a few words
 */
public record Drift(@Nullable String machine, Kind kind, String detail) {
  /** What it is about. */
  public enum Kind {
    MISSING("missing"),
    HALF_MADE("half-made"),
    STATE("state"),
    DIFFERENCE("difference"),
    DISK("disk"),
    CONFIG("config"),
    NETWORK("network"),
    RESERVATION("reservation"),
    AUTOSTART("autostart"),
    CLAIM("claim"),
    STRAY("stray");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As shown to users. */
    @Override
    public String toString() {
      return text;
    }
  }
}
