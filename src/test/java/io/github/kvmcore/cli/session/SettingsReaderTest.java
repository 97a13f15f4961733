package io.github.kvmcore.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.cli.options.CommonOptions;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.spec.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which files of the user, and of the one who called sudo, count. */
class SettingsReaderTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ+Tl21iM1N9Aft/QRBgk9vHjSxB4lXzpvZd8R";
  private static final String ROOTS = KEY + "H root";
  private static final String ALICES = KEY + "I alice";

  private final FileSystem memory =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder()
              .setAttributeViews("basic", "owner", "posix", "unix")
              .build());
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void files() throws IOException {
    write("/here/nothing", "");
    write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n");
    write("/root/.ssh/id_ed25519.pub", ROOTS);
    write("/home/alice/.ssh/id_rsa.pub", ALICES);
  }

  private void write(String name, String text) throws IOException {
    Path file = memory.getPath(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
    for (Path path = file; path != null; path = path.getParent()) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private Settings read() {
    PrintStream none = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    Path home = memory.getPath("/root");
    Environment environment =
        new Environment(
            variables,
            home,
            home,
            memory.getPath("/here"),
            memory.getPath("/opt/kvmcore"),
            "amd64",
            "root",
            1,
            new Environment.Terminal(false, false, false),
            InputStream.nullInputStream(),
            none,
            none);
    return new SettingsReader(environment, new LocalFiles())
        .read(new CommonOptions(), List.of(), false)
        .settings();
  }

  @Test
  void theCallersOfSudoKeysCountAsWell() {
    assertEquals(List.of(ROOTS), read().sshKeys());
    variables.put("SUDO_UID", "1000");
    assertEquals(List.of(ROOTS, ALICES), read().sshKeys());
    for (String id : new String[] {"0", "1001", "x"}) {
      variables.put("SUDO_UID", id);
      assertEquals(List.of(ROOTS), read().sshKeys(), id);
    }
  }

  @Test
  void keysThatOthersCanChangeDoNot() throws IOException {
    variables.put("SUDO_UID", "1000");
    Files.setPosixFilePermissions(
        memory.getPath("/home/alice/.ssh"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertEquals(List.of(ROOTS), read().sshKeys());
  }

  @Test
  void theFolderOfSettingsIsTheOneOfTheSpecification() throws IOException {
    write("/root/.config/kvmcore.yml", "vm_count: 5");
    write("/conf/kvmcore.yml", "vm_count: 7");
    assertEquals(5, read().machines().size());
    for (String none : new String[] {"conf", ""}) {
      variables.put("XDG_CONFIG_HOME", none);
      assertEquals(5, read().machines().size());
    }
    variables.put("XDG_CONFIG_HOME", "/conf");
    assertEquals(7, read().machines().size());
  }
}
