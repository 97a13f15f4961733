package io.github.kvmcore.hostile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.kvmcore.exec.recording.Entry;
import io.github.kvmcore.exec.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What becomes of a recorded host whose programs, files and servers say something else. */
public final class Recordings {
  private static final int THOUSANDTHS = 1000;

  private Recordings() {}

  /**
   * A change to one of a recording's entries.
   *
   * @param place which one, in thousandths
   */
  public record Change(Kind kind, int place, List<Mutation> mutations, String piece) {}

  enum Kind {
    TEXT,
    FAIL,
    DROP,
    TWICE,
    SWAP
  }

  /** A few changes. */
  public static Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.just(Kind.TEXT)),
                net.jqwik.api.Tuple.of(4, Arbitraries.of(Kind.class))),
            Arbitraries.integers().between(0, THOUSANDTHS - 1),
            Mutation.any().list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.of(Texts.PIECES))
        .as(Change::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  /** The recording with these changes. */
  public static Recording changed(Recording recording, List<Change> changes) {
    List<Entry> entries = new ArrayList<>(recording.entries());
    for (Change change : changes) {
      int at = entries.size() * change.place() / THOUSANDTHS;
      if (!entries.isEmpty()) {
        apply(change, entries, at);
      }
    }
    return new Recording(recording.version(), recording.kvmcore(), entries);
  }

  private static void apply(Change change, List<Entry> entries, int at) {
    Entry entry = entries.get(at);
    switch (change.kind()) {
      case TEXT -> entries.set(at, text(entry, change.mutations()));
      case FAIL -> entries.set(at, failed(entry, "it failed: " + change.piece()));
      case DROP -> entries.remove(at);
      case TWICE -> entries.add(at, entry);
      case SWAP -> entries.set(at, entries.set(entries.size() - 1 - at, entry));
    }
  }

  private static Entry text(Entry entry, List<Mutation> mutations) {
    if (entry instanceof Entry.Run run) {
      return new Entry.Run(
          run.argv(),
          run.input(),
          run.outputFile(),
          run.exitStatus(),
          Mutation.apply(run.out(), mutations),
          Mutation.apply(run.err(), mutations),
          run.millis());
    } else if (entry instanceof Entry.FileAccess file && file.text() != null) {
      return new Entry.FileAccess(
          file.operation(),
          file.path(),
          file.arguments(),
          Mutation.apply(file.text(), mutations),
          file.answer(),
          file.error());
    } else if (entry instanceof Entry.Download load && load.text() != null) {
      return new Entry.Download(
          load.operation(),
          load.url(),
          Mutation.apply(load.text(), mutations),
          load.bytes(),
          load.error());
    }
    return entry;
  }

  private static Entry failed(Entry entry, String text) {
    if (entry instanceof Entry.Run run) {
      return new Entry.Run(run.argv(), run.input(), run.outputFile(), 1, "", text, run.millis());
    } else if (entry instanceof Entry.FileAccess file) {
      return new Entry.FileAccess(
          file.operation(), file.path(), file.arguments(), null, null, text);
    } else if (entry instanceof Entry.Download load) {
      return new Entry.Download(load.operation(), load.url(), null, null, text);
    }
    return entry;
  }

  /** A recording's answer for a file that is of no kind that could be recorded. */
  public static Entry strange(String operation, String path, String text) {
    TextNode answer = JsonNodeFactory.instance.textNode(text);
    return new Entry.FileAccess(operation, path, Map.of(), null, answer, null);
  }
}
