package io.github.kvmcore.report.text;

import io.github.kvmcore.failure.TerminalEscaper;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The output of {@code -o name}: a name in each line, whatever characters it has. */
public final class NameLines {
  private NameLines() {}

  public static String text(Stream<?> names) {
    return names
        .map(name -> TerminalEscaper.line(name.toString()) + "\n")
        .collect(Collectors.joining());
  }
}
