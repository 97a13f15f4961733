package io.github.kvmcore.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where host keys are kept, with real files. */
class KnownHostsTest {
  @TempDir private Path state;

  private KnownHosts knownHosts() {
    Session session = mock(Session.class, RETURNS_DEEP_STUBS);
    Environment environment =
        new Environment(
            Map.of("XDG_STATE_HOME", state.toString()),
            null,
            null,
            state,
            state,
            "",
            "",
            1,
            new Environment.Terminal(false, false, false),
            InputStream.nullInputStream(),
            mock(PrintStream.class),
            mock(PrintStream.class));
    when(session.environment()).thenReturn(environment);
    when(session.settings().cluster()).thenReturn("coreos");
    when(session.access().files()).thenReturn(new LocalFiles());
    return KnownHosts.of(session);
  }

  @Test
  void aFolderIsMadeForThem() {
    Path folder = state.resolve("kvmcore/coreos");
    assertEquals(folder.resolve("known_hosts").toString(), knownHosts().any());
    assertTrue(Files.isDirectory(folder));
  }

  @Test
  void aFolderThatOthersCanWriteToIsRefused() throws Exception {
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    KvmcoreException refused = assertThrows(KvmcoreException.class, () -> knownHosts().any());
    assertEquals(ExitCode.SETTINGS, refused.exitCode());
    String why = state + " is writable by everyone (mode 0777)";
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
    assertFalse(Files.exists(state.resolve("kvmcore")));
  }
}
