package io.github.kvmcore.cli.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.exec.file.LocalFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LogFollowerTest {
  @TempDir Path folder;
  private final StringBuilder shown = new StringBuilder();

  private interface Event {
    void happen() throws IOException;
  }

  /** Follows the log while these happen, each when what came before it was shown. */
  private String follow(Integer lines, Event... events) {
    Deque<Event> left = new ArrayDeque<>(List.of(events));
    LogFollower.Reader reader =
        piece -> {
          shown.append(piece);
          if (!piece.isEmpty()) {
            return true;
          }
          try {
            if (left.isEmpty()) {
              return false;
            }
            left.remove().happen();
            return true;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    new LogFollower(new LocalFiles(), log(), reader).follow(lines);
    return shown.toString();
  }

  private Path log() {
    return folder.resolve("coreos-1-console.log");
  }

  private Event says(String text) {
    return () ->
        Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void followsNoLink() throws IOException {
    Path secret =
        Files.writeString(folder.resolve("shadow"), "root:secret, and much more than that");
    Files.createSymbolicLink(log(), secret);
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> follow(null));
    assertEquals(
        "can't read " + log() + ": it is a symbolic link, not a regular file", e.getMessage());
    assertEquals("", shown.toString());
  }

  @Test
  void showsWhatIsThereAndWhatComes() throws IOException {
    says("one\n").happen();
    assertEquals("one\ntwo\nlogin: ", follow(null, says("two\nlog"), says("in: ")));
  }

  @Test
  void waitsForALogThatIsNotThereYet() {
    assertEquals("one\n", follow(null, says("one\n")));
    assertEquals("one\none\n", follow(5));
  }

  @Test
  void beginsAnewWithTheMachine() throws IOException {
    says("first boot, at length\n").happen();
    assertEquals(
        "first boot, at length\nagain\n", follow(null, () -> Files.writeString(log(), "again\n")));
  }

  @Test
  void beginsWithTheLastLines() throws IOException {
    says("one\ntwo\nthree\n").happen();
    assertEquals("three\nfour\n", follow(1, says("four\n")));
  }

  @Test
  void lastLines() {
    assertEquals("b\nc\n", LogFollower.last("a\nb\nc\n", 2));
    assertEquals("b\nc", LogFollower.last("a\nb\nc", 2));
    assertEquals("\nc\n", LogFollower.last("a\n\nc\n", 2));
    assertEquals("a\nb\n", LogFollower.last("a\nb\n", 9));
    assertEquals("", LogFollower.last("a\nb\n", 0));
    assertEquals("", LogFollower.last("", 3));
    assertEquals("a\n", LogFollower.last("a\n", null));
  }
}
