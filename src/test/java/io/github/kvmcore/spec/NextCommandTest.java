package io.github.kvmcore.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NextCommandTest {
  /** Where it is pasted, settings may name another cluster than the usual one. */
  @Test
  void alwaysNamesTheCluster() {
    NextCommand next = new NextCommand("coreos", "qemu:///system");
    assertEquals("kvmcore create --cluster coreos", next.line("create"));
    assertEquals(
        "kvmcore restart --cluster coreos --force coreos-1",
        next.line("restart", "--force", "coreos-1"));
  }

  @Test
  void namesAConnectionThatIsNotTheUsualOne() {
    assertEquals(
        "kvmcore destroy --cluster blue --connect qemu:///session web db",
        new NextCommand("blue", "qemu:///session").line("destroy", List.of("web", "db")));
  }

  /** The first is a pattern to a shell. */
  @Test
  void canBePastedIntoAShell() {
    assertEquals(
        "kvmcore logs --cluster blue --connect 'qemu+unix:///system?socket=/run/a' 'a b'",
        new NextCommand("blue", "qemu+unix:///system?socket=/run/a").line("logs", "a b"));
  }
}
