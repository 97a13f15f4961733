package io.github.kvmcore.exec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeDirectoryTest {
  @TempDir private Path own;

  @Test
  void theVariableCountsIfTheFolderIsTheUsersOwn() {
    assertEquals(own, HomeDirectory.of(own.toString(), "/root"));
    assertEquals(Path.of("/"), HomeDirectory.of("/", "/root"), "root's");
  }

  @Test
  void elseThePasswordDatabaseCounts() {
    for (String none : new String[] {"", "relative", own.resolve("missing").toString()}) {
      assertEquals(Path.of("/root"), HomeDirectory.of(none, "/root"), none);
      assertNull(HomeDirectory.of(none, ""), none);
      assertNull(HomeDirectory.of(none, "?"), none);
    }
  }
}
