package io.github.kvmcore.cli.command;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.OutputFormat;
import java.util.List;

/** Checks on the words behind a command's name. */
public final class Arguments {
  private Arguments() {}

  /** The only word. */
  public static String single(List<String> words, String expected) {
    if (words.size() != 1) {
      throw KvmcoreException.usage(
          words.isEmpty() ? expected : expected + ", not " + String.join(" ", words));
    }
    return words.get(0);
  }

  /** For a command that prints a format of its own. */
  public static void requireText(Session session, String command) {
    if (session.format() != OutputFormat.TABLE) {
      throw KvmcoreException.usage(
          command
              + " prints one format; for another: "
              + session.next().line("list", "-o", session.format().toString()));
    }
  }
}
