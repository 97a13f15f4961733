package io.github.kvmcore.tool.libvirt;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes a line apart as virsh does: commands end with {@code ;} or a line break outside of quotes,
 * words with blanks; in double quotes a backslash takes the next character as it is, single quotes
 * take all.
 */
public final class VirshWords {
  private VirshWords() {}

  public static List<List<String>> parse(String line) {
    List<List<String>> commands = new ArrayList<>();
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      char next = line.charAt(at);
      if (next == ';' || next == '\n') {
        if (!words.isEmpty()) {
          commands.add(List.copyOf(words));
          words.clear();
        }
        at++;
      } else if (next == ' ' || next == '\t') {
        at++;
      } else {
        StringBuilder word = new StringBuilder();
        at = word(line, at, word);
        words.add(word.toString());
      }
    }
    if (!words.isEmpty()) {
      commands.add(List.copyOf(words));
    }
    return commands;
  }

  private static int word(String line, int from, StringBuilder word) {
    boolean single = false;
    boolean twice = false;
    int at = from;
    for (; at < line.length(); at++) {
      char next = line.charAt(at);
      if (!single && !twice && (next == ' ' || next == '\t' || next == ';' || next == '\n')) {
        break;
      }
      if (!twice && next == '\'') {
        single = !single;
      } else if (!single && next == '\\' && at + 1 < line.length()) {
        word.append(line.charAt(++at));
      } else if (!single && next == '"') {
        twice = !twice;
      } else {
        word.append(next);
      }
    }
    return at;
  }
}
