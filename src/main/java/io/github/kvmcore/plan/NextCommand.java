package io.github.kvmcore.plan;

/** Commands of kvmcore that a message tells the user to run next. */
public final class NextCommand {
  private NextCommand() {}

  /**
   * A command for a cluster, to paste.
   *
   * @param rest options and machines; may be empty
   */
  public static String of(String cluster, String command, String rest) {
    String option = cluster.equals("coreos") ? "" : " --cluster " + cluster;
    return "kvmcore " + command + option + (rest.isEmpty() ? "" : " " + rest);
  }
}
