package io.github.kvmcore.spec.load;

import io.github.kvmcore.spec.SettingDefinition;
import io.github.kvmcore.spec.SettingDefinitions;
import io.github.kvmcore.spec.source.Given;
import io.github.kvmcore.spec.source.Mistakes;
import io.github.kvmcore.spec.source.SettingsSource;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Suggestion;
import io.github.kvmcore.spec.text.ValueParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For each setting the value that counts, which is the last that was given. Reading one checks it;
 * a mistake is noted and the default is used, so that reading goes on to the next.
 */
final class Values {
  private final Map<String, Ranked> last = new LinkedHashMap<>();
  private final Mistakes mistakes = new Mistakes();
  private final List<String> notes = new ArrayList<>();

  /** Takes the sources, lowest first. */
  Values(List<SettingsSource> sources) {
    int order = 0;
    for (SettingsSource source : sources) {
      for (String mistake : source.mistakes()) {
        mistakes.add(order++, mistake);
      }
      for (Given given : source.given()) {
        take(new Ranked(order++, given));
      }
    }
  }

  private void take(Ranked ranked) {
    String name = ranked.given.name();
    if (SettingDefinitions.find(name).isPresent()) {
      last.put(name, ranked);
      return;
    }
    String hint =
        nearest(name)
            .map(near -> "did you mean " + near + "?")
            .orElse("`kvmcore help settings` lists them");
    mistakes.add(ranked.order, line(ranked.given, "no such setting; " + hint));
  }

  private Optional<String> nearest(String name) {
    return mistakes.areMany()
        ? Optional.empty()
        : Suggestion.nearest(
            name, SettingDefinitions.all().stream().map(SettingDefinition::name).toList());
  }

  /** A setting that must have a value; its default is the one in its definition. */
  <T> T read(String name, ValueParser<T> parser) {
    return read(name, SettingDefinitions.defaultText(name), parser);
  }

  /** A setting that must have a value, with a default that depends on others. */
  <T> T read(String name, String defaultText, ValueParser<T> parser) {
    try {
      String text = given(name);
      if (text != null && text.isEmpty()) {
        throw new BadValueException("has no value");
      }
      return parser.parse(text == null ? defaultText : text);
    } catch (BadValueException e) {
      mistake(name, e.reason());
      return parser.parse(defaultText);
    }
  }

  /** A setting that may be empty, and is so by default; then null. */
  <T> @Nullable T readOptional(String name, ValueParser<T> parser) {
    try {
      String text = given(name);
      return text == null || text.isEmpty() ? null : parser.parse(text);
    } catch (BadValueException e) {
      mistake(name, e.reason());
      return null;
    }
  }

  /** The text as it was given, lines and all; empty where it was not. */
  String raw(String name) {
    Ranked ranked = last.get(name);
    return ranked == null ? "" : ranked.given.text();
  }

  /** Where the value came from; {@code default} where nobody gave one. */
  String origin(String name) {
    Ranked ranked = last.get(name);
    return ranked == null ? "default" : ranked.given.origin();
  }

  /** Notes that a setting's value is wrong. */
  void mistake(String name, String reason) {
    Ranked ranked = last.get(name);
    if (ranked == null) {
      mistakes.add(Integer.MAX_VALUE, "default: " + name + ": " + reason);
    } else {
      mistakes.add(ranked.order, line(ranked.given, reason));
    }
  }

  /** Notes a mistake in a file that a setting names; the line says where. */
  void mistakeIn(String name, String line) {
    Ranked ranked = last.get(name);
    mistakes.add(ranked == null ? Integer.MAX_VALUE : ranked.order, line);
  }

  /** Notes what is not wrong, but not done either. */
  void note(String line) {
    notes.add("note: " + line);
  }

  /** All notes so far. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** All mistakes so far, a line each. */
  List<String> mistakes() {
    return mistakes.lines();
  }

  private @Nullable String given(String name) {
    Ranked ranked = last.get(name);
    if (ranked == null) {
      return null;
    }
    if (ranked.given.isList()) {
      throw new BadValueException("takes one value, not a list");
    }
    String text = ranked.given.text().strip();
    if (text.codePoints().anyMatch(MessageText::isControl)) {
      throw new BadValueException(MessageText.quote(text) + " holds a control character");
    }
    return text;
  }

  private static String line(Given given, String reason) {
    return given.origin() + ": " + MessageText.plain(given.name()) + ": " + reason;
  }

  /** A value and its place among all that were given. */
  private record Ranked(int order, Given given) {}
}
