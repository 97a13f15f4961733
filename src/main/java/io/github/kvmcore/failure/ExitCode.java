package io.github.kvmcore.failure;

/** The exit statuses of kvmcore: a stable interface, shown by {@code kvmcore help}. */
public enum ExitCode {
  DONE(0, "done, or nothing to do"),
  STEP_FAILED(
      1, "a step failed, which is told with what to run next; or a question was answered with no"),
  USAGE(2, "wrong usage"),
  SETTINGS(3, "wrong settings or input; nothing was changed"),
  HOST(4, "the host lacks something; `kvmcore doctor` says what"),
  LOCKED(5, "another run holds the cluster"),
  TIMEOUT(
      6, "out of time: a machine did not get as far as was asked for, or a program did not end"),
  BUG(70, "a bug in kvmcore"),
  HUNG_UP(129, "its terminal went away (SIGHUP)"),
  INTERRUPTED(130, "interrupted (SIGINT)"),
  TERMINATED(143, "terminated (SIGTERM)");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** The process's exit status, 0 to 255. */
  public int status() {
    return status;
  }

  /** One line for the help text. */
  public String meaning() {
    return meaning;
  }
}
