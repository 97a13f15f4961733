package io.github.kvmcore.cli;

import io.github.kvmcore.failure.KvmcoreException;
import java.util.List;

/** Checks on the words behind a command's name. */
final class Arguments {
  private Arguments() {}

  /** The only word. */
  static String single(List<String> words, String expected) {
    if (words.size() != 1) {
      throw KvmcoreException.usage(expected + ", not " + String.join(" ", words));
    }
    return words.get(0);
  }
}
