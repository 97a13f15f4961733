package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.failure.ShellQuote;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Texts;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.ownership.Owned;
import io.github.kvmcore.report.script.ShellActions;
import io.github.kvmcore.report.script.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** What a dry run prints, or a message tells to paste, is read by a real shell as it was meant. */
class HostileScriptTest {
  /** Each stands for a program or a function of scripts: it prints what it is given. */
  private static final String PRELUDE =
      """
      set -eu
      LC_ALL=C
      show() { printf '%s\\0' "$@"; printf '\\0'; }
      kvmcore_write() { show write "$@"; command cat; printf '\\0\\0'; }
      kvmcore_delete() { show delete "$@"; }
      virsh() { show virsh "$@"; }
      feed() { show feed "$@"; command cat; printf '\\0\\0'; }
      mv() { show mv "$@"; }
      rm() { show rm "$@"; }
      mkdir() { show mkdir "$@"; }
      kvmcore_tolerate() { show tolerate "$@"; }
      """;

  @Provide
  Arbitrary<List<String>> words() {
    return Texts.encodable().list().ofSize(5);
  }

  @Inputs(value = 150, times = 20)
  void scripts(@ForAll("words") List<String> words) {
    String one = words.get(0);
    String two = words.get(1);
    Path path = Path.of("/nowhere/" + words.get(2));
    List<Action> actions =
        List.of(
            new Action.Run(Command.of("virsh", one, two, "", words.get(3))),
            new Action.Run(Command.of("feed", one).withInput(two)),
            new Action.Run(Command.of("virsh", "define"), one),
            new Action.WriteFile(path, two, 0600, words.get(4)),
            new Action.Move(path, Path.of("/nowhere/to", one)),
            new Action.Delete(Owned.path(path)),
            new Action.DeleteTree(Owned.path(path)),
            new Action.MakeDirectory(path, 0711));
    StringBuilder script = new StringBuilder(PRELUDE);
    ShellActions shell = new ShellActions("qemu:///system", Path.of("/b"));
    for (Action action : actions) {
      script.append(ShellWords.comment(one + two)).append(shell.text(action));
    }
    List<List<String>> expected =
        List.of(
            List.of("virsh", one, two, "", words.get(3)),
            List.of("feed", one),
            List.of(two),
            List.of("tolerate", one, "virsh", "define"),
            List.of("write", "0600", words.get(4), path.toString()),
            List.of(two),
            List.of("mv", "-f", "--", path.toString(), Path.of("/nowhere/to", one).toString()),
            List.of("delete", path.toString()),
            List.of("rm", "-rf", "--", path.toString()),
            List.of("mkdir", "-m", "0711", "--", path.toString()));
    assertEquals(expected(expected), output(script.toString()));
  }

  private static String expected(List<List<String>> calls) {
    StringBuilder text = new StringBuilder();
    calls.forEach(call -> text.append(String.join("\0", call)).append("\0\0"));
    return text.toString();
  }

  /** Several at once, as each shell costs. */
  @Inputs(100)
  void messages(@ForAll("words") List<String> words) {
    List<String> argv = new ArrayList<>(List.of("show"));
    argv.addAll(words);
    List<String> call = List.copyOf(words);
    String script = PRELUDE + ShellQuote.join(argv) + "\n";
    assertEquals(expected(List.of(call)), output(script));
  }

  private static String output(String script) {
    Shells.Outcome outcome = Shells.sh(script, null);
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals("", outcome.err());
    return outcome.out();
  }
}
