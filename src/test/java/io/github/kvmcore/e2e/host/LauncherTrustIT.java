package io.github.kvmcore.e2e.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the launcher runs as root, by a Java that only prints its arguments: nothing that another
 * user could have put there.
 */
class LauncherTrustIT {
  /** A user that no host knows by name. */
  private static final int MALLORY = 61234;

  private static final FileTime OLD = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final String BUILDS =
      "kvmcore: building it, as this is the first run or its source has changed\n";
  private static final String PRINTS_ARGUMENTS =
      "#!/bin/sh\nprintf '%s\\n' \"PATH=$PATH\" \"TMPDIR=${TMPDIR-}\" \"$@\"\n";

  @TempDir private Path folder;
  private Path home;
  private Path jar;
  private Path java;
  private Path cache;
  private Path mallory;
  private Path mark;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void install() throws Exception {
    home = folder.resolve("kvmcore");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("templates"));
    for (String name : List.of("bin/kvmcore", "bin/kvmcore-inventory")) {
      Files.copy(
          Programs.sources().resolve(name), home.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
    jar = Files.createDirectories(home.resolve("lib")).resolve("kvmcore.jar");
    Files.writeString(jar, "jar");
    java = java(folder.resolve("jdk"));
    cache = Files.createDirectories(folder.resolve("cache"));
    mallory = Files.createDirectories(folder.resolve("mallory"));
    give(mallory);
    mark = folder.resolve("mark");
    variables.put("JAVA_HOME", folder.resolve("jdk").toString());
    // None, so that none is made behind a test's back.
    variables.put("XDG_CACHE_HOME", folder.resolve("missing").toString());
    variables.put("PATH", "/usr/bin:/bin");
  }

  private static Path java(Path jdk) throws IOException {
    Path library = jdk.resolve("lib/server/libjvm.so");
    Files.createDirectories(library.getParent());
    Files.writeString(library, "library");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    return program(jdk.resolve("bin/java"), PRINTS_ARGUMENTS);
  }

  private static Path program(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    return mode(path, "rwxr-xr-x");
  }

  private static Path mode(Path path, String mode) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static void give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", MALLORY, LinkOption.NOFOLLOW_LINKS);
  }

  private Result start() throws Exception {
    return start("version");
  }

  private Result start(String... arguments) throws Exception {
    return startProgram("kvmcore", arguments);
  }

  private Result startProgram(String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin").resolve(name).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Path err = folder.resolve("err");
    Process process = builder.directory(mallory.toFile()).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(
        builder.command(), process.waitFor(), out, Files.readString(err), Duration.ZERO);
  }

  private void assertRuns() throws Exception {
    assertRuns("");
  }

  private void assertRuns(String message) throws Exception {
    Result result = start();
    assertEquals(message, result.err());
    assertTrue(result.out().contains("io.github.kvmcore.Main"), result.out());
  }

  private void assertRefused(String... words) throws Exception {
    Result result = start();
    assertEquals(4, result.status(), result.err());
    assertEquals("", result.out());
    Stream.of(words).forEach(word -> assertTrue(result.err().contains(word), result.err()));
    assertTrue(result.err().contains("\n  next: "), result.err());
  }

  // --- PATH ---

  @ParameterizedTest
  @ValueSource(strings = {":%s", ".:%s", "%s:", "%s::/sbin", "bin:%s", "./:%s", "", ".", ":"})
  void aRelativeEntryOfPathIsLeftOut(String path) throws Exception {
    for (String name : List.of("stat", "java", "virsh", "readlink", "find", "nice")) {
      for (String parent : List.of("", "bin/")) {
        program(mallory.resolve(parent + name), "#!/bin/sh\ntouch " + mark + "\n");
      }
    }
    variables.remove("JAVA_HOME");
    variables.put("PATH", path.formatted(folder.resolve("jdk/bin") + ":/usr/bin:/bin"));
    Result result = start();
    assertFalse(Files.exists(mark), result.out() + result.err());
    if (path.contains("%s")) {
      String entries = result.out().lines().findFirst().orElseThrow().substring(5) + ":";
      assertTrue(entries.matches("(/[^:]+:)+"), entries);
      assertTrue(entries.startsWith(folder.resolve("jdk/bin") + ":/usr/bin:/bin:"), entries);
    }
  }

  @Test
  void ansiblesScriptStartsNothingOfTheCurrentFolder() throws Exception {
    for (String name : List.of("readlink", "dirname")) {
      program(mallory.resolve(name), "#!/bin/sh\ntouch " + mark + "\n");
    }
    variables.put("PATH", ".:/usr/bin:/bin");
    Result result = startProgram("kvmcore-inventory", "--list").ok();
    assertFalse(Files.exists(mark));
    assertTrue(result.out().endsWith("inventory\n--list\n"), result.out());
  }

  /** By kvmcore itself, with a real Java. */
  @ParameterizedTest
  @ValueSource(strings = {"mallory", "open"})
  void aProgramInAFolderOfOthersIsNotRun(String name) throws Exception {
    Path tools = Files.createDirectories(folder.resolve(name));
    if (name.equals("open")) {
      mode(tools, "rwxrwxrwx");
    }
    program(tools.resolve("virsh"), "#!/bin/sh\ntouch " + mark + "\n");
    Path built = Programs.sources().resolve("target");
    Files.delete(jar);
    Files.copy(built.resolve("kvmcore.jar"), jar);
    new ProcessBuilder("cp", "-r", built.resolve("lib").toString(), jar.getParent().toString())
        .start()
        .waitFor();
    variables.remove("JAVA_HOME");
    variables.put("PATH", tools + ":/usr/bin:/bin");
    Result result = start("list");
    assertFalse(Files.exists(mark), result.toString());
    result.says("warning: root does not run %s: %s is ".formatted(tools.resolve("virsh"), tools));
  }

  // --- The archive of classes ---

  /** An archive as the launcher would make it, in a folder's {@code kvmcore}. */
  private Path archive(Path base) throws Exception {
    Path archives = Files.createDirectories(base.resolve("kvmcore"));
    String name = "17-" + id(jar) + "-" + id(folder.resolve("jdk/lib/server/libjvm.so"));
    Path archive = Files.writeString(archives.resolve(name + ".classes"), "archive");
    return Files.setLastModifiedTime(archive, Files.getLastModifiedTime(jar));
  }

  private static String id(Path path) throws Exception {
    Process stat =
        new ProcessBuilder("stat", "-c", "%d.%i.%s.%Y", path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private void assertArchive(boolean used) throws Exception {
    Result result = start();
    assertEquals("", result.err());
    assertEquals(used, result.out().contains("SharedArchiveFile="), result.out());
  }

  @Test
  void anArchiveOfRootsOwnIsUsedAlsoBehindALink() throws Exception {
    archive(cache);
    variables.put("XDG_CACHE_HOME", cache.toString());
    assertArchive(true);
    Path link = Files.createSymbolicLink(folder.resolve("link"), cache);
    variables.put("XDG_CACHE_HOME", link.toString());
    assertArchive(true);
  }

  @Test
  void aLinkOfAnotherUserIsNotFollowedToRootsArchive() throws Exception {
    archive(cache);
    Path link = Files.createSymbolicLink(mallory.resolve("kvmcore"), cache.resolve("kvmcore"));
    give(link);
    variables.put("XDG_CACHE_HOME", mallory.toString());
    assertArchive(false);
  }

  /** The folder is root's own, but the user can rename it and put another in its place. */
  @Test
  void anArchiveInAFolderOfAnotherUsersIsNotUsed() throws Exception {
    archive(mallory);
    variables.put("XDG_CACHE_HOME", mallory.toString());
    assertArchive(false);
  }

  @Test
  void anArchiveBelowAFolderThatAllCanWriteToIsNotUsed() throws Exception {
    archive(cache);
    variables.put("XDG_CACHE_HOME", cache.toString());
    assertArchive(true);
    mode(cache, "rwxrwxrwx");
    assertArchive(false);
  }

  @Test
  void theHomeOfAnotherUserIsNotRoots() throws Exception {
    Path caches = Files.createDirectories(mallory.resolve(".cache"));
    archive(cache);
    Path link = Files.createSymbolicLink(caches.resolve("kvmcore"), cache.resolve("kvmcore"));
    give(link);
    variables.remove("XDG_CACHE_HOME");
    variables.put("HOME", mallory.toString());
    assertFalse(start().out().contains("SharedArchiveFile=" + folder));
  }

  // --- The installation ---

  @Test
  void anInstallationOfRootsOwnIsRun() throws Exception {
    assertRuns();
    Path link =
        Files.createSymbolicLink(
            folder.resolve("linked.jar"), Files.move(jar, folder.resolve("x.jar")));
    Files.createSymbolicLink(jar, link);
    assertRuns();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bin", "lib", "templates", "lib/kvmcore.jar"})
  void anInstallationOfAnotherUserIsNotRunButBySudo(String part) throws Exception {
    Path path = part.isEmpty() ? home : home.resolve(part);
    give(path);
    assertRefused(path + " is owned by ", "chown -R root: " + home);
    variables.put("SUDO_UID", "1");
    assertRefused(path + " is owned by ");
    variables.put("SUDO_UID", String.valueOf(MALLORY));
    assertRuns();
  }

  @ParameterizedTest
  @CsvSource({
    "kvmcore, rwxrwxrwx, everyone",
    "kvmcore/lib, rwxrwxrwx, everyone",
    "kvmcore/lib, rwxrwxr-x, group root",
    "kvmcore/templates, rwxr-xrwx, everyone",
    "kvmcore/lib/kvmcore.jar, rw-rw-rw-, everyone",
    "'', rwxrwxrwx, everyone",
  })
  void anInstallationThatOthersCanWriteToIsNotRun(String part, String mode, String who)
      throws Exception {
    Path path = part.isEmpty() ? folder : folder.resolve(part);
    mode(path, mode);
    String next = part.isEmpty() ? "cp -R " + home + " /opt" : "chmod -R go-w " + home;
    assertRefused(path + " is writable by " + who, next);
  }

  @Test
  void aJarBehindALinkIsJudgedWhereItLies() throws Exception {
    Path elsewhere = Files.move(jar, mallory.resolve("kvmcore.jar"));
    Files.createSymbolicLink(jar, elsewhere);
    assertRefused(mallory + " is owned by ");
  }

  // --- A checkout ---

  private void checkOut() throws Exception {
    Files.createDirectories(home.resolve("target"));
    jar = Files.move(jar, home.resolve("target/kvmcore.jar"));
    Files.createDirectories(home.resolve("src/main"));
    Files.writeString(home.resolve("pom.xml"), "pom");
    for (String file : List.of("src/main", "pom.xml")) {
      Files.setLastModifiedTime(home.resolve(file), OLD);
    }
    program(
        folder.resolve("tools/mvn"),
        "#!/bin/sh\nprintf '%s\\n' \"TMPDIR=${TMPDIR-}\" >" + mark + "; touch " + jar + "\n");
    variables.put("PATH", folder.resolve("tools") + ":/usr/bin:/bin");
  }

  /** As CI checks it out in a container. */
  @Test
  void aCheckoutOfAnotherUserIsRunButNotBuilt() throws Exception {
    checkOut();
    give(home);
    assertRuns();
    Files.delete(jar);
    assertRefused(home + " is owned by ", "chown -R root: " + home);
    assertFalse(Files.exists(mark));
    variables.put("SUDO_UID", String.valueOf(MALLORY));
    assertRuns(BUILDS);
    assertTrue(Files.exists(mark));
  }

  @ParameterizedTest
  @ValueSource(strings = {"src", "pom.xml", "target", "../tools", "../tools/mvn"})
  void whatOthersCanChangeIsNotBuilt(String part) throws Exception {
    checkOut();
    Files.delete(jar);
    Path path = home.resolve(part).normalize();
    give(path);
    assertRefused(path + " is owned by ");
    assertFalse(Files.exists(mark));
  }

  @Test
  void aBuildEmptiesNoFileBehindALink() throws Exception {
    checkOut();
    Files.delete(jar);
    Path victim = Files.writeString(folder.resolve("victim"), "kept");
    Files.createSymbolicLink(home.resolve("target/.build-lock"), victim);
    assertRuns(BUILDS);
    assertEquals("kept", Files.readString(victim));
  }

  // --- Java, and temporary files ---

  @Test
  void aJavaOfAnotherUserIsNotRun() throws Exception {
    give(java);
    assertRefused(java + " is owned by ", "unset JAVA_HOME");
    Files.setAttribute(java, "unix:uid", 0);
    give(folder.resolve("jdk"));
    Files.delete(folder.resolve("jdk/release")); // its version would have to be asked
    assertRefused(folder.resolve("jdk") + " is owned by ", "unset JAVA_HOME");
  }

  @Test
  void aRelativeJavaHomeIsNotUsed() throws Exception {
    Path other = java(mallory.resolve("jdk"));
    program(other, "#!/bin/sh\ntouch " + mark + "\n");
    variables.put("JAVA_HOME", "jdk");
    variables.put("PATH", folder.resolve("jdk/bin") + ":/usr/bin:/bin");
    assertRuns();
    assertFalse(Files.exists(mark));
  }

  @Test
  void theTemporaryFolderOfAnotherUserIsNotUsed() throws Exception {
    checkOut();
    Files.delete(jar);
    variables.put("TMPDIR", mallory.toString());
    Result result = start();
    assertTrue(result.out().contains("TMPDIR=\n"), result.out());
    assertEquals("TMPDIR=\n", Files.readString(mark));
  }
}
