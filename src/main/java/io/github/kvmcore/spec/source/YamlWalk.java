package io.github.kvmcore.spec.source;

import io.github.kvmcore.spec.text.MessageText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Goes through one YAML text, event by event; the first mistake of form ends it. */
final class YamlWalk {
  private final String origin;
  private final boolean withLines;
  private final List<Given> given;
  private final List<String> mistakes;
  private final Map<String, Integer> seen = new HashMap<>();

  YamlWalk(String origin, boolean withLines, List<Given> given, List<String> mistakes) {
    this.origin = origin;
    this.withLines = withLines;
    this.given = given;
    this.mistakes = mistakes;
  }

  /** Reads it all; what was found is in the lists that the constructor got. */
  void read(String text) {
    try {
      readStream(new ParserImpl(new StreamReader(text), new LoaderOptions()));
    } catch (MarkedYAMLException e) {
      String problem = e.getProblem() == null ? "wrong syntax" : e.getProblem();
      mistakes.add(place(e.getProblemMark()) + ": is not YAML: " + MessageText.plain(problem));
    } catch (YAMLException e) {
      mistakes.add(origin + ": is not YAML: " + MessageText.plain(String.valueOf(e.getMessage())));
    } catch (FormException e) {
      mistakes.add(e.text);
    }
  }

  private void readStream(ParserImpl events) {
    events.getEvent();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return;
    }
    events.getEvent();
    Event top = events.getEvent();
    checkPlain(top);
    if (top.is(Event.ID.MappingStart)) {
      readMapping(events);
    } else if (!(top instanceof ScalarEvent scalar && textOf(scalar).isEmpty())) {
      throw wrong(top, "is not a list of settings: each is written as name: value");
    }
    events.getEvent();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw wrong(events.peekEvent(), "a second document begins; there may be only one");
    }
  }

  private void readMapping(ParserImpl events) {
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      Event key = events.getEvent();
      checkPlain(key);
      if (!(key instanceof ScalarEvent scalar)) {
        throw wrong(key, "a setting's name must be a word");
      }
      readEntry(scalar, events);
    }
    events.getEvent();
  }

  private void readEntry(ScalarEvent key, ParserImpl events) {
    String name = key.getValue();
    Integer before = seen.putIfAbsent(name, line(key.getStartMark()));
    if (before != null) {
      String where = withLines ? "in line " + before : "before";
      mistakes.add(at(key) + MessageText.plain(name) + ": is given twice, first " + where);
    }
    Event value = events.getEvent();
    checkPlain(value);
    String place = place(key.getStartMark());
    if (value instanceof ScalarEvent scalar) {
      given.add(Given.of(place, name, textOf(scalar)));
    } else if (value.is(Event.ID.SequenceStart)) {
      given.add(new Given(place, name, readList(name, events), true));
    } else {
      throw wrong(key, MessageText.plain(name) + ": takes a value, not a mapping");
    }
  }

  private List<String> readList(String name, ParserImpl events) {
    List<String> items = new ArrayList<>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      Event item = events.getEvent();
      checkPlain(item);
      if (!(item instanceof ScalarEvent scalar)) {
        String problem = ": an item must be a text; one that holds ': ' needs quotes";
        throw wrong(item, MessageText.plain(name) + problem);
      }
      items.add(textOf(scalar));
    }
    events.getEvent();
    return items;
  }

  /** No anchors, no aliases, no tags: settings have no need of them, and attacks have. */
  private void checkPlain(Event event) {
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw wrong(event, "anchors and aliases (& and *) are not taken here; use quotes for a text");
    }
    String tag = null;
    if (event instanceof ScalarEvent scalar) {
      tag = scalar.getTag();
    } else if (event instanceof CollectionStartEvent start) {
      tag = start.getTag();
    }
    if (tag != null) {
      throw wrong(event, "tags (!) are not taken here: " + MessageText.quote(tag));
    }
  }

  /** What is written; null in its plain spellings is an empty text. */
  private static String textOf(ScalarEvent scalar) {
    String text = scalar.getValue();
    boolean none = scalar.isPlain() && (text.equals("~") || text.equalsIgnoreCase("null"));
    return none ? "" : text;
  }

  private FormException wrong(Event event, String problem) {
    return new FormException(at(event) + problem);
  }

  private String at(Event event) {
    return place(event.getStartMark()) + ": ";
  }

  private String place(@Nullable Mark mark) {
    return withLines && mark != null ? origin + ":" + line(mark) : origin;
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }

  /** Ends the walk; never leaves this class. */
  private static final class FormException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String text;

    FormException(String text) {
      super(text, null, false, false);
      this.text = text;
    }
  }
}
