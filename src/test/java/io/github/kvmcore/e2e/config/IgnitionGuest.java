package io.github.kvmcore.e2e.config;

import io.github.kvmcore.e2e.lab.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The image of the guest that runs the real Ignition program; see src/test/lab/ignition. It is
 * built once, and again where what it is built of has changed.
 */
final class IgnitionGuest {
  private static final Path SOURCE = Programs.sources().resolve("src/test/lab/ignition");

  private IgnitionGuest() {}

  /** The image's file, which is seen on labs as well. */
  static synchronized Path image() throws IOException {
    Path folder = Files.createDirectories(Programs.sources().resolve("target/guests"));
    Path image = folder.resolve("ignition-" + key() + ".qcow2");
    if (!Files.exists(image)) {
      Path work = Files.createTempDirectory("kvmcore-e2e-guest-");
      String build = SOURCE.resolve("build-image").toString();
      new Programs(work).run(List.of(build, image.toString(), work.toString())).ok();
      Files.delete(work);
    }
    return image;
  }

  private static String key() throws IOException {
    try (Stream<Path> own = Files.list(SOURCE)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : own.sorted().toList()) {
        digest.update(Files.readAllBytes(file));
      }
      Path base = Programs.sources().resolve("templates/smoke/build-image");
      digest.update(Files.readAllBytes(base));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
