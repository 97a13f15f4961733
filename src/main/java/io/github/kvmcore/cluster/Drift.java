package io.github.kvmcore.cluster;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it should be.
 *
 * @param machine whose it is; null: the cluster's own
 * @param detail what is found and what should be, in a few words
 */
public record Drift(@Nullable String machine, Kind kind, String detail) {
  /** What {@code verify} reports of a difference, but for what machines' states say. */
  public static List<Drift> of(Diff diff) {
    List<Drift> found = new ArrayList<>();
    for (Change change : diff.changes()) {
      if (change instanceof Change.Create) {
        found.add(new Drift(change.machine(), Kind.MISSING, "is not there"));
      } else if (change instanceof Change.Modify modify) {
        found.add(new Drift(change.machine(), kind(modify), modify.text()));
      } else if (change instanceof Change.Delete) {
        found.add(new Drift(change.machine(), Kind.STRAY, "is not one of the wanted machines"));
      }
    }
    return found;
  }

  private static Kind kind(Change.Modify modify) {
    return modify.property().equals(WantedMachine.AUTOSTART) ? Kind.AUTOSTART : Kind.DIFFERENCE;
  }

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
