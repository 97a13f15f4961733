package io.github.kvmcore.spec;

/**
 * What is to be known of a setting: for its documentation, and for the default that is used.
 *
 * @param name as in files and in {@code -e}; upper case after {@code KVMCORE_} in the environment
 * @param defaultText the default as a user would write it; empty: none. A word in angle brackets,
 *     such as {@code <cluster>}, stands for another setting's value
 * @param meaning one line, without a full stop
 * @param fromSeed whether the Ansible playbook that kvmcore follows had it
 */
public record SettingDefinition(
    String name, Kind kind, String defaultText, String meaning, boolean fromSeed) {

  /** What a value looks like. */
  public enum Kind {
    NUMBER("whole number"),
    SIZE("size"),
    TIME("time"),
    YES_NO("yes or no"),
    WORD("word"),
    TEXT("text"),
    PATH("path"),
    URL("URL"),
    LIST("list");

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

  /** A setting of the playbook that kvmcore follows. */
  static SettingDefinition seed(String name, Kind kind, String defaultText, String meaning) {
    return new SettingDefinition(name, kind, defaultText, meaning, true);
  }

  /** A setting that only kvmcore has. */
  static SettingDefinition own(String name, Kind kind, String defaultText, String meaning) {
    return new SettingDefinition(name, kind, defaultText, meaning, false);
  }
}
