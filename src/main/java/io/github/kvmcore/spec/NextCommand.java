package io.github.kvmcore.spec;

import io.github.kvmcore.failure.ShellQuote;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands of kvmcore that a message tells the user to run next. They name the cluster, whatever
 * the settings are where they are pasted, and the connection where it is not the usual one.
 *
 * @param connect libvirt's connection URI
 */
public record NextCommand(String cluster, String connect) {
  private static final String USUAL = "qemu:///system";

  /** Commands about the settings' cluster. */
  public static NextCommand of(Settings settings) {
    return new NextCommand(settings.cluster(), settings.connect());
  }

  /**
   * A line to paste into a shell.
   *
   * @param words options and machines
   */
  public String line(String command, String... words) {
    return line(command, List.of(words));
  }

  /** The same. */
  public String line(String command, List<String> words) {
    List<String> all = new ArrayList<>(List.of("kvmcore", command, "--cluster", cluster));
    if (!connect.equals(USUAL)) {
      all.addAll(List.of("--connect", connect));
    }
    all.addAll(words);
    return ShellQuote.join(all);
  }
}
