package io.github.kvmcore.publisher;

import io.github.kvmcore.Installed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A key that real gpg made in a folder of its own, as Flatcar's: a primary key that certifies, and
 * a sub-key that signs. Closing it ends gpg's agent and removes the folder.
 */
public final class SigningKey implements AutoCloseable {
  private final Path home;
  private final String user;
  private final List<String> clock;
  private final List<String> fingerprints;

  private SigningKey(String user, List<String> clock, String expiry) throws IOException {
    Installed.need("gpg", "gpgconf");
    this.home = Files.createTempDirectory("kvmcore-gpg-");
    this.user = user;
    this.clock = clock;
    gpg(new byte[0], "--quick-generate-key", user, "ed25519", "cert", "never");
    gpg(new byte[0], "--quick-add-key", list().get(0), "ed25519", "sign", expiry);
    this.fingerprints = list();
  }

  /** A key whose sub-key does not expire. */
  public static SigningKey make(String user) throws IOException {
    return new SigningKey(user, List.of(), "never");
  }

  /**
   * A key whose sub-key was made in 2020, for a year, and signs in that year. gpgv's exit status
   * for what it signed is 0, with EXPKEYSIG in place of GOODSIG among the status lines.
   */
  public static SigningKey expired(String user) throws IOException {
    return new SigningKey(user, List.of("--faked-system-time", "20200301T000000"), "1y");
  }

  /** The primary key's, 40 hex digits in capitals. */
  public String fingerprint() {
    return fingerprints.get(0);
  }

  /** The sub-key's. */
  public String subkey() {
    return fingerprints.get(1);
  }

  /** The public key, as text. */
  public byte[] armored() throws IOException {
    return gpg(new byte[0], "--armor", "--export", fingerprint());
  }

  /** The public key, as gpgv's keyrings have it. */
  public byte[] binary() throws IOException {
    return gpg(new byte[0], "--export", fingerprint());
  }

  /** A detached signature, binary. */
  public byte[] sign(byte[] content) throws IOException {
    return gpg(content, "--detach-sign");
  }

  /** A detached signature of a file that may be large. */
  public byte[] sign(Path content) throws IOException {
    return gpg(new byte[0], "--output", "-", "--detach-sign", content.toString());
  }

  /** The text itself, with a signature at its end. */
  public byte[] clearsign(byte[] text) throws IOException {
    return gpg(text, "--clearsign");
  }

  private List<String> list() throws IOException {
    String listed = text(gpg(new byte[0], "--with-colons", "--list-keys", user));
    return listed
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> line.split(":")[9])
        .toList();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] gpg(byte[] input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("gpg", "--homedir", home.toString()));
    command.addAll(List.of("--batch", "--no-tty", "--quiet", "--passphrase", ""));
    command.addAll(List.of("--pinentry-mode", "loopback"));
    command.addAll(clock);
    command.addAll(List.of(arguments));
    return run(command, input);
  }

  private byte[] run(List<String> command, byte[] input) throws IOException {
    Path errors = home.resolve("errors");
    Path in = Files.write(home.resolve("input"), input);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectError(errors.toFile())
            .start();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream stream = process.getInputStream()) {
      stream.transferTo(out);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(command + ": " + Files.readString(errors));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    try {
      run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"), new byte[0]);
      try (Stream<Path> all = Files.walk(home)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
