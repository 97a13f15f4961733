package io.github.kvmcore.cli.session;

import io.github.kvmcore.failure.TerminalEscaper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** A question at the terminal. */
public final class Question {
  private static final Set<String> YES = Set.of("y", "yes");

  private Question() {}

  /** Whether the answer was yes; anything else, an end of input among it, is no. */
  public static boolean ask(Environment environment, String question) {
    environment.err().print(TerminalEscaper.text(question) + " [y/N] ");
    environment.err().flush();
    try {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(environment.in(), StandardCharsets.UTF_8));
      String answer = reader.readLine();
      return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      return false;
    }
  }
}
