package io.github.kvmcore.report.text;

import io.github.kvmcore.model.machine.DomainState;

/** Colours for a terminal, by the standard SGR sequences; nothing where colour is off. */
public enum Style {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The text in this style, where {@code colour} is on. */
  public String apply(String text, boolean colour) {
    return colour && this != PLAIN && !text.isEmpty()
        ? "\u001B[" + code + "m" + text + "\u001B[0m"
        : text;
  }

  public static Style of(DomainState state) {
    return switch (state) {
      case RUNNING -> GREEN;
      case PAUSED, OTHER -> YELLOW;
      case SHUT_OFF -> DIM;
      case INCOMPLETE -> RED;
    };
  }
}
