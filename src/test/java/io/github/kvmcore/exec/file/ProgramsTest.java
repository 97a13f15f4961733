package io.github.kvmcore.exec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.libvirt.doctor.TestHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgramsTest {
  private final TestHost host = new TestHost();

  private Programs on(String path) {
    return new Programs(host.files, path, Path.of("/"));
  }

  @Test
  void theFirstFolderOfPathWins() {
    host.executables.add("/opt/bin/virsh");
    assertEquals(Optional.of(Path.of("/opt/bin/virsh")), on("/opt/bin:/usr/bin").find("virsh"));
    assertEquals(Optional.of(Path.of("/usr/bin/virsh")), on("/usr/bin:/opt/bin").find("virsh"));
  }

  /** The working directory, which an empty or relative entry means, is nowhere to run from. */
  @Test
  void onlyAbsoluteFoldersCount() {
    host.executables.addAll(List.of("/bin/x", "bin/x", "./x", "x"));
    assertEquals(Optional.empty(), on("::.:bin").find("x"));
    assertFalse(on("").has("x"));
  }

  @Test
  void firstOfSeveral() {
    Programs programs = on("/usr/bin");
    assertEquals(Optional.of("genisoimage"), programs.firstOf(List.of("no", "genisoimage")));
    assertTrue(programs.has("virsh"));
    assertFalse(programs.has("no"));
  }
}
