package io.github.kvmcore.report.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.Installed;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.plan.ownership.Owned;
import io.github.kvmcore.report.Plans;
import io.github.kvmcore.report.Shells;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What scripts look like; {@link ShellScriptRunTest} shows that they do it. */
class ShellScriptTest {
  private static final String URI = "qemu:///system";
  private static final ShellScript SCRIPT = new ShellScript(Path.of("/opt/kvm core/build"));

  /** The steps of a script, without what comes before and after them. */
  private static String steps(Action... actions) {
    String text = SCRIPT.of(Plans.of(actions), URI);
    String begin = "\n{\n# coreos-1: disk\n";
    assertTrue(text.endsWith("} </dev/null\n"), text);
    return text.substring(text.indexOf(begin) + begin.length(), text.length() - 13);
  }

  @Test
  void smallScriptAsAWhole() {
    Action make = new Action.MakeDirectory(Path.of("/a b"), 0711);
    Plan plan =
        new Plan(
            "coreos",
            List.of(),
            List.of(Plans.step(null, "folder", make), Plans.step("coreos-1", "nothing")),
            List.of("coreos-2 is left alone,\nas it runs"));
    assertEquals(
        """
        #!/bin/sh
        # What kvmcore would do for cluster coreos, printed by its --dry-run.
        # It ends at the first step that fails; what that step began is left as it is.
        # Note: coreos-2 is left alone,
        # as it runs
        # shellcheck disable=SC1003,SC2016,SC2088,SC2089,SC2090
        set -eu
        export LC_ALL=C
        umask 077

        kvmcore_fail() {
          printf 'kvmcore: %s\\n' "$1" >&2
          exit "${2:-1}"
        }

        # kvmcore_need PROGRAM...: all are there, or nothing begins.
        kvmcore_need() {
          for kvmcore_program in "$@"; do
            command -v "$kvmcore_program" >/dev/null || kvmcore_fail "$kvmcore_program is not installed" 4
          done
        }

        {
        # folder
        [ -d '/a b' ] || mkdir -m 0711 -- '/a b'

        # coreos-1: nothing
        :
        } </dev/null
        """,
        SCRIPT.of(plan, URI));
  }

  @Test
  void emptyPlanHasNothingToRun() {
    String text = SCRIPT.of(new Plan("coreos", List.of(), List.of(), List.of()), URI);
    assertTrue(text.endsWith("\n# Nothing to do.\n"), text);
    assertEquals(0, Shells.sh(text, null).status());
  }

  @Test
  void needsAreSaidAndAskedFor() {
    String text =
        SCRIPT.of(
            Plans.of(
                new Action.Run(Command.of("virsh", "list")),
                new Action.Run(Command.of("/opt/my tool"))),
            URI);
    assertTrue(text.contains("\n# It needs: /opt/my tool, virsh\n"), text);
    assertTrue(text.contains("\nkvmcore_need '/opt/my tool' virsh\n"), text);
  }

  @Test
  void commands() {
    assertEquals(
        "virsh -c qemu:///system start 'it'\\''s'\n",
        steps(new Action.Run(Command.of("virsh", "-c", URI, "start", "it's"))));
    assertEquals("'A=b' c=d\n", steps(new Action.Run(Command.of("A=b", "c=d"))));
    assertEquals("'if'\n", steps(new Action.Run(Command.of("if"))));
    assertEquals(
        "kvmcore_tolerate 'already active' virsh net-start n >/o <<'END'\ntext\nEND\n",
        steps(
            new Action.Run(
                Command.of("virsh", "net-start", "n")
                    .withInput("text\n")
                    .withOutputFile(Path.of("/o")),
                "already active")));
    assertEquals(
        "printf %s 'no '\\''line'\\'' break' |\n  tee a\n",
        steps(new Action.Run(Command.of("tee", "a").withInput("no 'line' break"))));
    assertEquals("tee a </dev/null\n", steps(new Action.Run(Command.of("tee", "a").withInput(""))));
  }

  @Test
  void aDelimiterIsNeverInTheText() {
    String text = "END\nEND_1\n";
    assertEquals(
        "cat <<'END_2'\nEND\nEND_1\nEND_2\n",
        steps(new Action.Run(Command.of("cat").withInput(text))));
  }

  @Test
  void files() {
    assertEquals(
        "kvmcore_write 0640 core '/a b' <<'END'\n$x\nEND\n",
        steps(new Action.WriteFile(Path.of("/a b"), "$x\n", 0640, "core")));
    assertEquals("mv -f -- /a '/b c'\n", steps(new Action.Move(Path.of("/a"), Path.of("/b c"))));
    assertEquals("kvmcore_delete /a\n", steps(new Action.Delete(Owned.path(Path.of("/a")))));
    assertEquals("rm -rf -- /a\n", steps(new Action.DeleteTree(Owned.path(Path.of("/a")))));
  }

  /** QEMU, as another user, has to pass through the cache and its parents. */
  private static final String CACHE = "(umask 066 && mkdir -p -- /c)\n";

  @Test
  void images() {
    assertEquals(
        CACHE + "kvmcore_download 'https://x/a.img?b&c' /c/a '' 10\n",
        steps(fetch("https://x/a.img?b&c", ImageRequest.Kind.URL, null, 10)));
    Digest digest = new Digest("sha256", "0".repeat(64));
    assertEquals(
        CACHE + "kvmcore_take '/my images/a' /c/a sha256:" + "0".repeat(64) + " 0\n",
        steps(fetch("/my images/a", ImageRequest.Kind.FILE, digest, 0)));
    assertEquals(
        CACHE + "kvmcore_smoke '/opt/kvm core/build' /c/a\n",
        steps(fetch("smoke", ImageRequest.Kind.SMOKE, null, 0)));
  }

  private static Action fetch(String source, ImageRequest.Kind kind, Digest digest, long max) {
    return new Action.FetchImage(
        new ImageRequest(source, kind, Path.of("/c/a"), digest, max, OsRelease.UNKNOWN));
  }

  @Test
  void waiting() {
    assertEquals(":\n", steps(await(WaitLevel.NONE, "10.0.0.2")));
    assertEquals(
        "kvmcore_await 2 'coreos-1: running' kvmcore_running qemu:///system coreos-1\n",
        steps(await(WaitLevel.RUNNING, "10.0.0.2")));
    assertEquals(
        "kvmcore_await 2 'coreos-1: address' kvmcore_address qemu:///system coreos-1"
            + " 52:54:00:00:00:01\n",
        steps(await(WaitLevel.ADDRESS, "10.0.0.2")));
    assertEquals(
        "kvmcore_await 2 'coreos-1: ssh' kvmcore_ssh qemu:///system coreos-1"
            + " 52:54:00:00:00:01 10.0.0.2\n",
        steps(await(WaitLevel.SSH, "10.0.0.2")));
    assertTrue(steps(await(WaitLevel.SSH, null)).endsWith(":01 ''\n"));
  }

  private static Action await(WaitLevel level, String address) {
    return new Action.Await(Plans.machine("coreos-1", address), level, Duration.ofMillis(1500));
  }

  @Test
  void everyKindPassesTheShellsOwnCheck() {
    String text = SCRIPT.of(everything(), URI);
    assertEquals(
        new Shells.Outcome(0, "", ""), Shells.run(List.of("sh", "-n", "/dev/stdin"), text, null));
    assertFalse(text.contains("\t"));
  }

  @Test
  void everyKindPassesShellcheck() {
    Installed.need("shellcheck");
    String text = SCRIPT.of(everything(), URI);
    assertEquals(new Shells.Outcome(0, "", ""), Shells.run(List.of("shellcheck", "-"), text, null));
  }

  private static Plan everything() {
    Step step =
        Plans.step(
            "coreos-1",
            "all; rm -rf $HOME\nnot a comment",
            new Action.Run(Command.of("virsh", "$x", "~/a", "`b`", "a\\")),
            new Action.Run(Command.of("virsh").withInput("${x} 'y'"), "it's active"),
            new Action.Run(Command.of("if", "a=b").withOutputFile(Path.of("/o p"))),
            new Action.MakeDirectory(Path.of("/$x"), 0700),
            new Action.WriteFile(Path.of("/w"), "EOF\n$(x)\n", 0644, "root"),
            new Action.WriteFile(Path.of("/w"), "$x ~ `", 0644, null),
            new Action.Move(Path.of("/w"), Path.of("/v")),
            new Action.Delete(Owned.path(Path.of("/v"))),
            new Action.DeleteTree(Owned.path(Path.of("/v"))),
            fetch("https://x/y", ImageRequest.Kind.URL, null, 1),
            fetch("/y", ImageRequest.Kind.FILE, null, 0),
            fetch("smoke", ImageRequest.Kind.SMOKE, null, 0),
            await(WaitLevel.RUNNING, null),
            await(WaitLevel.SSH, null));
    return new Plan("coreos", List.of(), List.of(step), List.of("a\nb"));
  }
}
