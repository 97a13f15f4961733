package io.github.kvmcore.spec;

/** The documentation of all settings, for the README and for {@code kvmcore help settings}. */
public final class SettingsTable {
  private static final int WIDTH = 80;
  private static final String INDENT = "    ";

  private SettingsTable() {}

  /** A Markdown table, with a line end after each row. */
  public static String markdown() {
    StringBuilder table = new StringBuilder();
    table.append("| setting | value | default | meaning |\n");
    table.append("| --- | --- | --- | --- |\n");
    for (SettingDefinition definition : SettingDefinitions.all()) {
      String standard = definition.defaultText();
      table.append("| `").append(definition.name()).append("` | ");
      table.append(definition.kind()).append(" | ");
      table.append(standard.isEmpty() ? "none" : "`" + cell(standard) + "`").append(" | ");
      table.append(cell(definition.meaning()).replaceAll("[\\w-]*<[a-z_]+>[\\w-]*", "`$0`"));
      table.append(" |\n");
    }
    return table.toString();
  }

  /** The same as text: name, kind and default on a line, then the meaning, indented. */
  public static String plain() {
    StringBuilder text = new StringBuilder();
    for (SettingDefinition definition : SettingDefinitions.all()) {
      text.append(definition.name()).append(" (").append(definition.kind());
      if (!definition.defaultText().isEmpty()) {
        text.append(", default ").append(definition.defaultText());
      }
      text.append(")\n");
      appendWrapped(text, definition.meaning());
    }
    return text.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static void appendWrapped(StringBuilder text, String meaning) {
    StringBuilder line = new StringBuilder(INDENT);
    for (String word : meaning.split(" ", -1)) {
      boolean first = line.length() == INDENT.length();
      if (!first && line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(INDENT);
        first = true;
      }
      line.append(first ? "" : " ").append(word);
    }
    text.append(line).append('\n');
  }
}
