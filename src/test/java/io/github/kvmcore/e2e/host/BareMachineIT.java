package io.github.kvmcore.e2e.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new user's first command, on a Debian that has neither Java nor Maven. */
class BareMachineIT {
  private static final String BARE = Programs.sources().resolve("src/test/lab/bare").toString();

  @TempDir private static Path machine;

  @BeforeAll
  static void make() {
    bare("make", machine.toString()).ok();
  }

  private static Result bare(String... arguments) {
    List<String> command = new ArrayList<>(List.of(BARE));
    command.addAll(List.of(arguments));
    return new Programs(machine).run(command);
  }

  private static Result kvmcore(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run", machine.toString()));
    all.addAll(List.of(arguments));
    return bare(all.toArray(String[]::new));
  }

  @Test
  void setupInstallsWhatTheLauncherNeeds() {
    for (String[] without : List.of(new String[] {"version"}, new String[] {"create", "-n"})) {
      Result refused = kvmcore(without).exits(4);
      assertTrue(refused.err().contains("Maven and a JDK, 17 or newer, are needed"), refused.err());
      assertTrue(refused.err().contains("\n  next: apt-get install -y "), refused.err());
      assertEquals("", refused.out());
    }
    Result dry = kvmcore("create", "3", "--setup", "--dry-run").exits(4);
    assertTrue(dry.err().contains("  next: apt-get install -y "), dry.err());
    assertTrue(Files.notExists(machine.resolve("root/usr/bin/mvn")), "a dry run installs nothing");
    Result first = kvmcore("doctor", "--setup", "--help").ok();
    assertTrue(first.err().startsWith("kvmcore: installing "), first.err());
    assertTrue(first.err().contains("\nkvmcore: building it, "), first.err());
    assertTrue(first.out().startsWith("kvmcore doctor: "), first.out());
    Result second = kvmcore("version").ok();
    assertTrue(second.out().startsWith("kvmcore "), second.out());
    assertEquals("", second.err());
  }
}
