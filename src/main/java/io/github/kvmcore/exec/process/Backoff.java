package io.github.kvmcore.exec.process;

/** Growing pauses between the tries of a command: of a moment at first, of 2 s at the most. */
public final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 2000;

  /** Enough for a daemon that is restarted, which takes a few seconds. */
  private static final int TRIES_TO_CONNECT = 9;

  private final int tries;
  private int tried = 1;
  private long millis = FIRST_MILLIS;

  /**
   * @param tries how often a command is run at the most
   */
  public Backoff(int tries) {
    this.tries = tries;
  }

  /** For connections to a daemon that may be restarted just now. */
  public static Backoff forConnections() {
    return new Backoff(TRIES_TO_CONNECT);
  }

  /** Whether another try is left; if so, the pause before it is over. */
  public boolean again() throws InterruptedException {
    if (tried >= tries) {
      return false;
    }
    Thread.sleep(millis);
    tried++;
    millis = Math.min(2 * millis, LONGEST_MILLIS);
    return true;
  }
}
