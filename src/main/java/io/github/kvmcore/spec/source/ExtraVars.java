package io.github.kvmcore.spec.source;

import io.github.kvmcore.spec.text.MessageText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the argument of {@code -e} in Ansible's forms: {@code name=value}, several of them apart by
 * blanks, values in quotes, or a mapping in JSON or YAML's flow style ({@code {name: value}}).
 */
public final class ExtraVars {
  private static final int SHOWN_VALUE = 40;

  private final String text;
  private int position;

  private ExtraVars(String text) {
    this.text = text;
  }

  /** The file that an argument such as {@code @more.yml} names; empty where it names none. */
  public static Optional<String> file(String argument) {
    return argument.startsWith("@") ? Optional.of(argument.substring(1)) : Optional.empty();
  }

  /** Reads one argument that names no file. */
  public static SettingsSource parse(String argument) {
    if (argument.strip().startsWith("{")) {
      return YamlSource.parseArgument("-e", argument);
    }
    List<Given> given = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    if (MessageText.isPrivateKey(argument)) {
      mistakes.add("-e: holds a private key; only public keys are put into machines");
    } else {
      new ExtraVars(argument).read(given, mistakes);
    }
    return new SettingsSource(given, mistakes);
  }

  private void read(List<Given> given, List<String> mistakes) {
    skipBlanks();
    if (position == text.length()) {
      mistakes.add("-e: is empty; write -e name=value");
    }
    while (position < text.length()) {
      String name = takeUntil('=');
      if (position == text.length() || text.charAt(position) != '=' || name.isEmpty()) {
        String word = name + takeUntil(' ');
        mistakes.add(
            "-e: "
                + MessageText.quote(word)
                + " is not name=value; a value with blanks needs quotes: -e 'name=\"two words\"'");
      } else {
        position++;
        readValue(name, given, mistakes);
      }
      skipBlanks();
    }
  }

  private void readValue(String name, List<Given> given, List<String> mistakes) {
    char first = position < text.length() ? text.charAt(position) : ' ';
    Optional<String> value =
        first == '"' || first == '\'' ? takeQuoted(first) : Optional.of(takeUntil(' '));
    if (value.isEmpty()) {
      mistakes.add("-e " + MessageText.plain(name) + "=…: the quote is not closed");
      position = text.length();
      return;
    }
    boolean hidden = name.contains("token") || value.get().length() > SHOWN_VALUE;
    String shown = hidden ? "…" : MessageText.plain(value.get());
    given.add(Given.of("-e " + MessageText.plain(name) + "=" + shown, name, value.get()));
  }

  /** Up to a blank or that character, whichever is first. */
  private String takeUntil(char stop) {
    int start = position;
    while (position < text.length()
        && text.charAt(position) != stop
        && !Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** What is between quotes, where a blank or the end follows; a backslash frees a quote. */
  private Optional<String> takeQuoted(char quote) {
    StringBuilder value = new StringBuilder();
    for (int at = position + 1; at < text.length(); at++) {
      char next = text.charAt(at);
      boolean last = at + 1 == text.length();
      if (next == '\\' && !last && isEscapable(text.charAt(at + 1), quote)) {
        value.append(text.charAt(++at));
      } else if (next != quote) {
        value.append(next);
      } else {
        position = at + 1;
        boolean ends = last || Character.isWhitespace(text.charAt(position));
        return ends ? Optional.of(value.toString()) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isEscapable(char next, char quote) {
    return next == quote || next == '\\';
  }

  private void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }
}
