package io.github.kvmcore.model;

/** How a command prints its result. */
public enum OutputFormat {
  TABLE("table"),
  JSON("json"),
  YAML("yaml"),
  NAME("name");

  private final String text;

  OutputFormat(String text) {
    this.text = text;
  }

  /** The word in settings and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
