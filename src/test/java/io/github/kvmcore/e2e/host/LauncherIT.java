package io.github.kvmcore.e2e.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's archive of classes, of a kvmcore that is installed in a folder of its own. */
class LauncherIT {
  private static final Path CHECKOUT = Path.of("").toAbsolutePath();
  private static final Path JAVAS = Path.of("/usr/lib/jvm");
  private static final int OLDEST = 17;
  private static final long LIMIT_SECONDS = 60;

  @TempDir private Path folder;
  private Path cache;

  @BeforeEach
  void install() throws Exception {
    Files.createDirectories(folder.resolve("kvmcore/lib"));
    cache = folder.resolve("cache/kvmcore");
    Files.createDirectories(cache.getParent());
    run(
        "cp",
        "-r",
        CHECKOUT.resolve("bin").toString(),
        CHECKOUT.resolve("templates").toString(),
        folder.resolve("kvmcore").toString());
    run(
        "cp",
        "-r",
        CHECKOUT.resolve("target/kvmcore.jar").toString(),
        CHECKOUT.resolve("target/lib").toString(),
        folder.resolve("kvmcore/lib").toString());
  }

  @Test
  void isMadeByTheFirstRunAndUsedByTheNext() throws Exception {
    assertFalse(version().usesArchive());
    Path archive = archive();
    assertTrue(version().usesArchive());
    assertTrue(start("help").usesArchive());
    assertEquals(List.of(archive), files());
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
  }

  @Test
  void isFoundBehindLinksAndFromAnywhere() throws Exception {
    version();
    archive();
    Path link =
        Files.createSymbolicLink(folder.resolve("k"), folder.resolve("kvmcore/bin/kvmcore"));
    Path again = Files.createSymbolicLink(folder.resolve("cache/k2"), Path.of("../k"));
    assertTrue(start(again, Map.of(), "version").usesArchive());
    assertTrue(start(link, Map.of(), "version").usesArchive());
  }

  @Test
  void oneOfAnotherJarIsNotUsed() throws Exception {
    version();
    Path first = archive();
    Path jar = folder.resolve("kvmcore/lib/kvmcore.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    assertFalse(version().usesArchive());
    Path second = archiveBeside(first);
    assertNotEquals(first, second);
    assertTrue(version().usesArchive());
  }

  @Test
  void oneThatWasWrittenToOrCutOffIsNotUsedAndMadeAnew() throws Exception {
    version();
    Path archive = archive();
    byte[] whole = Files.readAllBytes(archive);
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 2);
    byte[] scribbled = whole.clone();
    for (int at = whole.length / 3; at < whole.length / 2; at++) {
      scribbled[at] ^= 0x55;
    }
    for (byte[] bad : List.of(cut, scribbled, new byte[0])) {
      Files.delete(archive);
      Files.write(archive, bad);
      assertFalse(version().usesArchive());
      awaitWhole(archive);
      assertTrue(version().usesArchive());
    }
  }

  /** Java looks for itself whether it can trust what it is given. */
  @Test
  void oneThatOnlyLooksRightIsRefusedSilently() throws Exception {
    version();
    Path archive = archive();
    FileTime time = Files.getLastModifiedTime(archive);
    for (String text : List.of("no archive", "x".repeat(1 << 20))) {
      Files.delete(archive);
      Files.writeString(archive, text);
      Files.setLastModifiedTime(archive, time);
      assertFalse(version().usesArchive());
    }
  }

  /** As a power failure leaves one of earlier versions. */
  @Test
  void anEmptyOneOfTheRightTimeIsMadeAgain() throws Exception {
    version();
    Path archive = archive();
    FileTime time = Files.getLastModifiedTime(archive);
    Files.delete(archive);
    Files.createFile(archive);
    Files.setLastModifiedTime(archive, time);
    assertFalse(version().usesArchive());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (Files.size(archive) == 0 || files().size() != 1) {
      assertTrue(System.nanoTime() < end, "it stays empty: " + files());
      Thread.sleep(100);
    }
    assertTrue(version().usesArchive());
  }

  /** systemd ends what a service leaves behind, so that the making must not be left behind. */
  @Test
  void theFirstRunOfAServiceWaitsForIt() throws Exception {
    assertTrue(start(launcher(), Map.of("INVOCATION_ID", "0"), "version").usesArchive());
    assertEquals(1, files().size());
  }

  @Test
  void aFolderThatOthersCanWriteToIsNotTrusted() throws Exception {
    version();
    archive();
    for (String mode : List.of("rwxrwx---", "rwx----w-", "rwxrwxrwx")) {
      Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString(mode));
      assertFalse(version().usesArchive(), mode);
    }
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertTrue(version().usesArchive());
  }

  @Test
  void whereNoneCanBeMadeRunsGoOnWithout() throws Exception {
    Files.delete(cache.getParent());
    Files.writeString(cache.getParent(), "a file");
    assertFalse(version().usesArchive());
    // Of systemd's services: the password database tells the home.
    assertEquals(0, start(launcher(), Map.of("XDG_CACHE_HOME", "", "HOME", ""), "version").status);
    Map<String, String> elsewhere = Map.of("XDG_CACHE_HOME", "relative", "HOME", "/proc/1");
    assertEquals(0, start(launcher(), elsewhere, "version").status);
  }

  @Test
  void runsAtOnceMakeOneAndHoldNothingOfTheirCallers() throws Exception {
    List<Process> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ProcessBuilder builder = new ProcessBuilder(launcher().toString(), "version");
      environment(builder, Map.of());
      runs.add(builder.start());
    }
    for (Process run : runs) {
      // Ends at once, though the archive is still being made.
      run.getInputStream().readAllBytes();
      assertEquals(0, run.waitFor());
    }
    Path archive = archive();
    assertEquals(List.of(archive), files());
    assertTrue(version().usesArchive());
  }

  /** Every one of this machine's; from 24 on Java keeps more in it than classes. */
  @Test
  void eachJavaHasOneOfItsOwn() throws Exception {
    List<Path> homes = javaHomes();
    assertFalse(homes.isEmpty(), "there is no Java in " + JAVAS);
    for (Path home : homes) {
      List<Path> before = files();
      Map<String, String> java = Map.of("JAVA_HOME", home.toString());
      assertFalse(start(launcher(), java, "version").usesArchive(), home.toString());
      awaitOneMore(before);
      assertTrue(start(launcher(), java, "version").usesArchive(), home.toString());
      assertTrue(start(launcher(), java, "help").usesArchive(), home.toString());
    }
  }

  /** Each once, whatever links lead to it. */
  private static List<Path> javaHomes() throws IOException {
    Set<Path> homes = new TreeSet<>();
    try (Stream<Path> all = Files.list(JAVAS)) {
      for (Path home : all.filter(it -> Files.isExecutable(it.resolve("bin/java"))).toList()) {
        if (version(home) >= OLDEST) {
          homes.add(home.toRealPath());
        }
      }
    }
    return List.copyOf(homes);
  }

  private static int version(Path home) throws IOException {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
    }
    String version = release.getProperty("JAVA_VERSION").replace("\"", "");
    return Runtime.Version.parse(version).feature();
  }

  private void awaitOneMore(List<Path> before) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (files().size() != before.size() + 1
        || files().stream().anyMatch(file -> !file.toString().endsWith(".classes"))) {
      assertTrue(System.nanoTime() < end, "no archive was made: " + files());
      Thread.sleep(100);
    }
  }

  private record Started(int status, String out, String err, String log) {
    boolean usesArchive() {
      assertEquals(0, status, err);
      assertEquals("", err);
      assertTrue(out.contains("kvmcore"), out);
      return log.lines()
          .anyMatch(it -> it.contains("io.github.kvmcore.Main ") && it.contains("shared objects"));
    }
  }

  private Started version() throws Exception {
    return start("version");
  }

  private Started start(String... arguments) throws Exception {
    return start(launcher(), Map.of(), arguments);
  }

  private Path launcher() {
    return folder.resolve("kvmcore/bin/kvmcore");
  }

  private Started start(Path launcher, Map<String, String> variables, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Path log = folder.resolve("log");
    Path err = folder.resolve("err");
    environment(builder, variables);
    builder.environment().put("KVMCORE_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    return new Started(status, out, Files.readString(err), Files.readString(log));
  }

  private void environment(ProcessBuilder builder, Map<String, String> variables) {
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().putAll(variables);
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  /** Waits for the one archive. */
  private Path archive() throws Exception {
    return archiveBeside(null);
  }

  private Path archiveBeside(Path other) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end) {
      List<Path> there = files().stream().filter(file -> !file.equals(other)).toList();
      if (there.size() == 1 && there.get(0).toString().endsWith(".classes")) {
        return there.get(0);
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no archive was made: " + files());
  }

  private void awaitWhole(Path archive) throws Exception {
    FileTime time = Files.getLastModifiedTime(folder.resolve("kvmcore/lib/kvmcore.jar"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!Files.getLastModifiedTime(archive).equals(time) || files().size() != 1) {
      assertTrue(System.nanoTime() < end, "the archive was not made again");
      Thread.sleep(100);
    }
  }

  private static void run(String... command) throws Exception {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}
