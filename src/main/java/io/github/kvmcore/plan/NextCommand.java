package io.github.kvmcore.plan;

/** Commands of kvmcore that a message tells the user to run next. */
public final class NextCommand {
  private NextCommand() {}

  /**
   * A command for a cluster, to paste.
   *
   * @param words the command, with its options and machines
   */
  public static String of(String cluster, String words) {
    return "kvmcore " + (cluster.equals("coreos") ? "" : "--cluster " + cluster + " ") + words;
  }
}
