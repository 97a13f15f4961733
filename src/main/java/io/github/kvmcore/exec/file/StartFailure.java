package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a program could not be started. Java tells the system's number only within a message: {@code
 * error=2, No such file or directory}, or as of JDK 25 {@code Exec failed, error: 2 (No such file
 * or directory)}.
 */
public final class StartFailure {
  /** Of errno(3), on Linux. */
  private static final int NO_SUCH_FILE = 2;

  private static final int NOT_PERMITTED = 13;

  private static final Pattern NUMBER = Pattern.compile("\\berror(?:=|: )([0-9]{1,4})\\b");

  private StartFailure() {}

  /** The same as of a program that the system does not find. */
  static IOException notFound() {
    return new IOException("error=" + NO_SUCH_FILE);
  }

  /** In words for the user. */
  public static String message(String program, Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return switch (number(cause)) {
      case NO_SUCH_FILE ->
          program + ": not found" + (program.contains("/") ? "" : " in the folders of PATH");
      case NOT_PERMITTED -> program + ": permission denied: it is not an executable file";
      default -> program + ": " + cause.getMessage();
    };
  }

  /** The last one of the message, as the program's name comes first; 0: there is none. */
  private static int number(Throwable failure) {
    Matcher matcher = NUMBER.matcher(String.valueOf(failure.getMessage()));
    int number = 0;
    while (matcher.find()) {
      number = Integer.parseInt(matcher.group(1));
    }
    return number;
  }
}
