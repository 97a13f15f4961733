package io.github.kvmcore.tool.libvirt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several commands in one {@code virsh} process.
 *
 * <p>virsh goes on after a failed command and its exit status is the last command's alone, so each
 * command's output is set off by a marker, and an empty block says that the command failed.
 */
public final class VirshBatch {
  private static final String MARKER = "kvmcore-block-";

  private VirshBatch() {}

  /** The commands as virsh's one-argument form: each behind a marker, and a marker at the end. */
  public static String line(List<List<String>> commands) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < commands.size(); i++) {
      line.append(marker(i)).append("; ");
      line.append(commands.get(i).stream().map(VirshBatch::quote).collect(Collectors.joining(" ")));
      line.append("; ");
    }
    return line.append(marker(commands.size())).toString();
  }

  /** Under -q, virsh's echo ends no line: the marker brings its own line breaks. */
  private static String marker(int number) {
    return "echo \"\n" + MARKER + number + "\n\"";
  }

  /** A word in virsh's own quoting: double quotes with backslashes. */
  private static String quote(String word) {
    if (word.matches("[A-Za-z0-9_./:=@%+,-]+")) {
      return word;
    }
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * Each command's output, in order.
   *
   * @param count the number of commands
   *     <p>What looks like a marker within XML is a text of that XML: a domain's description may
   *     say anything, on lines of its own.
   * @throws IllegalArgumentException where a marker is missing or stands there twice
   */
  public static List<String> blocks(String out, int count) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    int next = 0;
    for (String line : out.split("\n", -1)) {
      if (!line.startsWith(MARKER) || isUnfinishedXml(block)) {
        block.append(line).append('\n');
      } else if (!line.equals(MARKER + next)) {
        throw new IllegalArgumentException("unexpected output of virsh: " + line);
      } else {
        if (next++ > 0) {
          blocks.add(block.toString().strip());
        }
        block.setLength(0);
      }
    }
    if (blocks.size() != count) {
      throw new IllegalArgumentException(
          "virsh ended after " + blocks.size() + " of " + count + " commands");
    }
    return blocks;
  }

  /** libvirt's XML ends with its root's end tag, which in a text would be escaped. */
  private static boolean isUnfinishedXml(CharSequence block) {
    String text = block.toString().strip();
    return text.startsWith("<") && !text.endsWith("\n</domain>") && !text.endsWith("\n</network>");
  }
}
