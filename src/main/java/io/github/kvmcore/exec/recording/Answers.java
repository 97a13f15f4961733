package io.github.kvmcore.exec.recording;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.EditDistance;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Recorded answers, given in order to each who asks the same question again. For several threads.
 *
 * @param <Q> the question, with a sensible equals
 * @param <A> the answer
 */
final class Answers<Q, A> {
  /** Enough to tell questions apart, and cheap to compare. */
  private static final int COMPARED_CHARACTERS = 400;

  private final Function<Q, String> display;
  private final boolean repeatLast;
  private final Map<Q, Deque<A>> waiting = new LinkedHashMap<>();
  private final Map<Q, A> last = new LinkedHashMap<>();

  /**
   * Without any answer yet.
   *
   * @param display a question for a message
   * @param repeatLast whether the last answer holds for good, rather than be given once
   */
  Answers(Function<Q, String> display, boolean repeatLast) {
    this.display = display;
    this.repeatLast = repeatLast;
  }

  synchronized void add(Q question, A answer) {
    waiting.computeIfAbsent(question, key -> new ArrayDeque<>()).add(answer);
  }

  /** Whether the question was ever answered. */
  synchronized boolean has(Q question) {
    return waiting.containsKey(question);
  }

  /**
   * The next answer.
   *
   * @throws KvmcoreException where none is left, with the question that is most like it
   */
  synchronized A next(Q question) {
    Deque<A> queue = waiting.getOrDefault(question, new ArrayDeque<>());
    A answer = queue.poll();
    if (answer == null && repeatLast) {
      answer = last.get(question);
    }
    if (answer == null) {
      throw unexpected(question);
    }
    last.put(question, answer);
    return answer;
  }

  /** The questions with answers that nobody took, one for each answer, in order. */
  synchronized List<String> unused() {
    return waiting.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(answer -> display.apply(entry.getKey())))
        .toList();
  }

  private KvmcoreException unexpected(Q question) {
    String asked = display.apply(question);
    if (waiting.containsKey(question)) {
      return KvmcoreException.failed(
          "the recording has no more answers to:\n  "
              + asked
              + "\nIt was asked that often before.");
    }
    String nearest =
        waiting.keySet().stream()
            .map(display)
            .min(Comparator.comparingInt(other -> distance(asked, other)))
            .map(other -> "The nearest recorded one:\n  " + other + difference(asked, other))
            .orElse("It has none of this kind at all.");
    return KvmcoreException.failed("the recording has no answer to:\n  " + asked + "\n" + nearest);
  }

  private static int distance(String one, String other) {
    return EditDistance.between(beginning(one), beginning(other));
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(text.length(), COMPARED_CHARACTERS));
  }

  /** Where two long texts part. */
  private static String difference(String one, String other) {
    int same = 0;
    while (same < Math.min(one.length(), other.length())
        && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return "\nThey differ from: "
        + excerpt(one, same)
        + "\n     recorded as: "
        + excerpt(other, same);
  }

  private static String excerpt(String text, int from) {
    return text.substring(from, Math.min(text.length(), from + 60)).replace("\n", "\\n");
  }
}
