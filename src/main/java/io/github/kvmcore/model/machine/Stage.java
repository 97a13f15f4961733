package io.github.kvmcore.model.machine;

/** How far a machine has got on its way to answering on ssh; each stage holds those before it. */
public enum Stage {
  MISSING("not defined"),
  DEFINED("defined"),
  RUNNING("running"),
  CONSOLE("kernel output seen"),
  LEASE("has an address"),
  PORT("port 22 open"),
  SSH("answers on ssh");

  private final String text;

  Stage(String text) {
    this.text = text;
  }

  /** As shown to users. */
  @Override
  public String toString() {
    return text;
  }
}
