package io.github.kvmcore.engine;

import org.jspecify.annotations.Nullable;

/**
 * One thing that {@code create} needs of the host, looked at.
 *
 * @param name what was looked at, in a word or two: {@code virsh}, {@code storage folder}
 * @param detail what was found
 * @param remedy the command that fixes it, to paste; null: there is nothing to fix, or no command
 *     that does
 */
public record Check(String name, Status status, String detail, @Nullable String remedy) {
  /** What the look said. */
  public enum Status {
    OK("ok"),
    /** create works, but not as well as it could. */
    WARNING("warning"),
    /** create can't work. */
    PROBLEM("problem");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** The word in tables and JSON. */
    @Override
    public String toString() {
      return text;
    }
  }
}
