package io.github.kvmcore.host;

import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor} found out about one thing that kvmcore needs.
 *
 * @param name what was looked at, such as {@code virsh}
 * @param detail one line: its version, or what is wrong with it
 * @param remedy a command to paste that helps; null where nothing is wrong or none is known
 */
public record Check(String name, Status status, String detail, @Nullable String remedy) {
  /** How it is. */
  public enum Status {
    OK("ok"),
    /** Something that works worse, or that only some commands need. */
    WARNING("warning"),
    /** Nothing can be made before this is put right. */
    PROBLEM("problem");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** The word that users see, also in JSON. */
    @Override
    public String toString() {
      return text;
    }
  }
}
