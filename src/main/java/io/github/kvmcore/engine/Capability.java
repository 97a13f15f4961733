package io.github.kvmcore.engine;

/**
 * What an engine may be able to do; a command that needs one is refused before it changes anything.
 */
public enum Capability {
  CONSOLE("serial consoles to connect to"),
  CONSOLE_LOG("logs of serial consoles");

  private final String words;

  Capability(String words) {
    this.words = words;
  }

  /** For messages: {@code serial consoles to connect to}. */
  public String words() {
    return words;
  }
}
