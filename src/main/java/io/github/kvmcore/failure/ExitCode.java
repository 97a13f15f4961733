package io.github.kvmcore.failure;

/** The exit statuses of kvmcore: a stable interface, shown by {@code kvmcore help}. */
public enum ExitCode {
  DONE(0, "success, or nothing to do"),
  STEP_FAILED(1, "a step failed; verify found a difference; or a question was answered with no"),
  USAGE(2, "wrong usage"),
  SETTINGS(3, "wrong settings or input; nothing was changed"),
  HOST(4, "the host lacks something; run `kvmcore doctor`"),
  LOCKED(5, "another run is changing the cluster"),
  TIMEOUT(6, "timeout: a machine was not ready in time, or a program did not end"),
  BUG(70, "a bug in kvmcore"),
  HUNG_UP(129, "the terminal was closed (SIGHUP)"),
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
