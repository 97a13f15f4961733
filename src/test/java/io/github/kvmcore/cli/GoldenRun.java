package io.github.kvmcore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of kvmcore as a golden file tells it, in a block of lines:
 *
 * <pre>
 * # what it shows
 * + what is there before: see {@link RunHost}
 * $ kvmcore the command line, with words in single quotes where they hold spaces
 * | a line on standard output
 * ! a line on standard error
 * = the exit status, and "changes" where the run may change something
 * </pre>
 */
record GoldenRun(List<String> before, String command, List<String> after) {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** The blocks of a file, which empty lines part. */
  static List<GoldenRun> parse(String text) {
    List<GoldenRun> runs = new ArrayList<>();
    for (String block : text.strip().split("\n\n+")) {
      List<String> lines = block.lines().toList();
      int at = 0;
      while (!lines.get(at).startsWith("$ kvmcore")) {
        at++;
      }
      runs.add(
          new GoldenRun(lines.subList(0, at), lines.get(at), lines.subList(at + 1, lines.size())));
    }
    return runs;
  }

  /** What stands behind these words before the command. */
  List<String> given(String word) {
    String start = "+ " + word;
    return before.stream()
        .filter(line -> line.equals(start) || line.startsWith(start + " "))
        .map(line -> line.substring(start.length()).strip())
        .toList();
  }

  String[] arguments() {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command.substring("$ kvmcore".length()));
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words.toArray(String[]::new);
  }

  /** Whether it may change the host. */
  boolean changes() {
    return after.stream().anyMatch(line -> line.matches("= \\d+ changes"));
  }

  /** The same block with what came of the run now. */
  String with(List<String> came) {
    List<String> lines = new ArrayList<>(before);
    lines.add(command);
    lines.addAll(came);
    return String.join("\n", lines);
  }
}
