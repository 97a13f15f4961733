package io.github.kvmcore.report.progress;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of the terminal that this process belongs to, in characters. */
public record TerminalSize(int columns, int rows) {
  /** What is taken where the terminal does not say. */
  public static final TerminalSize USUAL = new TerminalSize(80, 24);

  private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})");

  /** Asks stty; the usual size where it fails or the terminal does not know its own. */
  public static TerminalSize read(CommandRunner runner) {
    CommandResult result = runner.run(Command.of("stty", "-F", "/dev/tty", "size"));
    Matcher matcher = SIZE.matcher(result.out().strip());
    if (!result.ok() || !matcher.matches()) {
      return USUAL;
    }
    TerminalSize size =
        new TerminalSize(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)));
    return size.columns() == 0 || size.rows() == 0 ? USUAL : size;
  }
}
