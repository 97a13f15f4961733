package io.github.kvmcore.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.failure.RefusedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose files are taken, in a file system in memory whose owner is "user". */
class UserFilesTest {
  private static final String REFUSED = ": refused, because another user can change it: ";

  private final FileSystem memory =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder()
              .setAttributeViews("basic", "owner", "posix", "unix")
              .build());
  private final Path here = memory.getPath("/srv/here");
  private final Path file = here.resolve("kvmcore.yml");

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(here);
    Files.createDirectory(memory.getPath("/tmp"));
    Files.writeString(file, "vm_count: 3");
    for (String path : new String[] {"/", "/srv", "/srv/here", "/srv/here/kvmcore.yml", "/tmp"}) {
      mode(memory.getPath(path), "rwxr-xr-x");
    }
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void give(Path path, String owner) throws IOException {
    Files.setOwner(path, memory.getUserPrincipalLookupService().lookupPrincipalByName(owner));
  }

  private UserFiles files(Map<String, String> variables) {
    PrintStream none = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    Environment environment =
        new Environment(
            variables,
            null,
            null,
            here,
            here,
            "amd64",
            "root",
            1,
            new Environment.Terminal(false, false, false),
            InputStream.nullInputStream(),
            none,
            none);
    return new UserFiles(environment, new LocalFiles());
  }

  private String refusal(Path path) {
    return assertThrows(RefusedFileException.class, () -> files(Map.of()).read(path)).text();
  }

  @Test
  void whatNobodyElseCanChangeIsRead() throws IOException {
    assertEquals(Optional.of("vm_count: 3"), files(Map.of()).read(file));
    mode(file, "rw-rw-r--");
    giveGroup("user");
    assertEquals(Optional.of("vm_count: 3"), files(Map.of()).read(file));
  }

  private void giveGroup(String group) throws IOException {
    Files.setAttribute(
        file,
        "posix:group",
        memory.getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
  }

  @Test
  void theNextCommandMendsIt() throws IOException {
    mode(file, "rw-rw-r--");
    assertEquals(
        file
            + REFUSED
            + "/srv/here/kvmcore.yml is writable by group group (mode 0664)"
            + "\n  next: chmod go-w /srv/here/kvmcore.yml",
        refusal(file));
    mode(file, "rw-r--r--");
    give(file, "mallory");
    assertEquals(
        file
            + REFUSED
            + "/srv/here/kvmcore.yml is owned by mallory"
            + "\n  next: chown root /srv/here/kvmcore.yml (read it first)",
        refusal(file));
    give(here, "mallory");
    String why = REFUSED + "/srv/here is owned by mallory\n  next: ";
    assertEquals(
        file + why + "cd (run kvmcore in a folder that only you can change)", refusal(file));
    Path named = Files.writeString(here.resolve("named.yml"), "");
    assertEquals(
        named + why + "cp -R /srv/here/named.yml ~/ (read it first, then name the copy)",
        refusal(named));
    give(here, "user");
    mode(here, "rwxrwxr-x");
    assertEquals(
        named
            + REFUSED
            + "/srv/here is writable by group group (mode 0775)\n  next: chmod go-w /srv/here",
        refusal(named));
  }

  @Test
  void aLinkIsJudgedByWhereItLeads() throws IOException {
    Path link = Files.createSymbolicLink(memory.getPath("/tmp/link.yml"), file);
    assertEquals(Optional.of("vm_count: 3"), files(Map.of()).read(link));
    give(file, "mallory");
    assertEquals(
        link
            + REFUSED
            + "/srv/here/kvmcore.yml is owned by mallory"
            + "\n  next: chown root /srv/here/kvmcore.yml (read it first)",
        refusal(link));
  }

  @Test
  void whatIsMissingIsNoDanger() throws IOException {
    give(here, "mallory");
    Path missing = here.resolve("missing.yml");
    assertEquals(Optional.empty(), files(Map.of()).read(missing));
    assertEquals(Optional.empty(), files(Map.of()).refusal(missing));
    files(Map.of()).require(missing);
  }

  /** As sudo sets it; that user chose to have root do it. */
  @Test
  void filesOfWhoCalledSudoAreTaken() throws IOException {
    give(here, "alice");
    give(file, "alice");
    String alice = Files.getAttribute(file, "unix:uid").toString();
    assertEquals(Optional.of("vm_count: 3"), files(Map.of("SUDO_UID", alice)).read(file));
    for (String other : new String[] {"", "no", "12345", alice + "000000000000", "-" + alice}) {
      assertThrows(
          RefusedFileException.class,
          () -> files(Map.of("SUDO_UID", other)).read(file),
          () -> other);
    }
    mode(file, "rw-r--rw-");
    assertThrows(RefusedFileException.class, () -> files(Map.of("SUDO_UID", alice)).read(file));
  }
}
