package io.github.kvmcore.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * A moment at which a run is killed.
 *
 * @param verb what the run does, as create
 * @param command the external command, with its number among equal ones, as the trace has it
 * @param action how, as the rules have it
 */
record KillPoint(String verb, String command, String action) {
  private static final List<String> QUESTION = List.of("kill-before", "kill-after");
  private static final List<String> CHANGE =
      List.of("kill-before", "kill-late", "kill-during", "kill-during-on", "kill-after");

  /**
   * Those of a run: a command that only asks can be killed before and after, another in five ways.
   */
  static List<KillPoint> of(String verb, List<String> trace) {
    List<KillPoint> points = new ArrayList<>();
    for (String command : trace) {
      for (String action : isQuestion(command) ? QUESTION : CHANGE) {
        points.add(new KillPoint(verb, command, action));
      }
    }
    return points;
  }

  /** Whether it changes nothing. */
  static boolean isQuestion(String command) {
    return command.matches(
        "\\d+\t(virsh -q -c \\S+ (list|dumpxml|domstate|domifaddr|net-list|net-dumpxml|net-dhcp-leases)"
            + "|ip|vgs|lvs|lsblk|wipefs|qemu-img (info|check)|sha512sum|bzip2)\\b.*");
  }

  /** Looks are repeated until something is so: how often depends on the moment. */
  boolean mayBeMissed() {
    return isQuestion(command) && !command.startsWith("1\t");
  }

  /** Whether the command is still at work when the next run begins. */
  boolean goesOn() {
    return action.equals("kill-late") || action.equals("kill-during-on") || isOfLibvirtd();
  }

  /** libvirtd ends what a killed virsh has asked it for. */
  private boolean isOfLibvirtd() {
    return action.equals("kill-during") && command.contains("\tvirsh ");
  }

  /** Guests that were asked to shut down do so in their own time. */
  boolean isOfShutdown() {
    return verb.equals("shutdown") || verb.equals("restart");
  }

  String rule() {
    return command.replaceFirst("\t", "\t=") + "\t" + action + "\n";
  }

  @Override
  public String toString() {
    return verb + ": " + action + " " + command.replace('\t', ' ');
  }
}
