package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A publisher's key, made by the real gpg in a folder of its own. */
final class TestKey implements AutoCloseable {
  private final Path home;
  final String fingerprint;

  /**
   * @param home a folder that is not there yet; short, as gpg's agent has a socket in it
   * @param arguments of gpg besides, as {@code --faked-system-time}
   */
  TestKey(Path home, String user, String expires, String... arguments) throws IOException {
    this.home = closed(home);
    List<String> argv = new ArrayList<>(List.of(arguments));
    argv.addAll(List.of("--quick-gen-key", user, "ed25519", "sign", expires));
    gpg(argv);
    this.fingerprint = fingerprints().get(0);
  }

  private TestKey(Path home, String fingerprint, Path secret) throws IOException {
    this.home = closed(home);
    this.fingerprint = fingerprint;
    gpg(List.of("--pinentry-mode", "loopback", "--import", secret.toString()));
  }

  private static Path closed(Path home) throws IOException {
    return Files.createDirectory(
        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private CommandResult gpg(List<String> arguments) {
    List<String> argv =
        new ArrayList<>(
            List.of("gpg", "--homedir", home.toString(), "--batch", "--yes", "--passphrase", ""));
    argv.addAll(arguments);
    CommandResult result = new ZtCommandRunner().run(Command.of(argv));
    assertTrue(result.ok(), result::explain);
    return result;
  }

  /** In ASCII, as Flatcar has it; or binary, as Fedora. */
  byte[] publicKey(boolean armor) throws IOException {
    Path out = home.resolve("key.out");
    gpg(
        List.of(
            armor ? "--armor" : "--no-armor", "--output", out.toString(), "--export", fingerprint));
    return Files.readAllBytes(out);
  }

  byte[] clearsign(String text, String... arguments) throws IOException {
    return sign("--clearsign", text.getBytes(StandardCharsets.UTF_8), arguments);
  }

  byte[] detached(byte[] content, String... arguments) throws IOException {
    return sign("--detach-sign", content, arguments);
  }

  private byte[] sign(String how, byte[] content, String... arguments) throws IOException {
    Path in = home.resolve("in");
    Path out = home.resolve("out");
    Files.write(in, content);
    List<String> argv = new ArrayList<>(List.of(arguments));
    argv.addAll(List.of("--output", out.toString(), how, in.toString()));
    gpg(argv);
    return Files.readAllBytes(out);
  }

  /** Adds a sub-key that signs. */
  void addSubkey(String expires, String... arguments) {
    List<String> argv = new ArrayList<>(List.of(arguments));
    argv.addAll(List.of("--quick-add-key", fingerprint, "ed25519", "sign", expires));
    gpg(argv);
  }

  private List<String> fingerprints() {
    return gpg(List.of("--with-colons", "--list-keys"))
        .out()
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> line.split(":", -1)[9])
        .toList();
  }

  /**
   * @param subkey 1: the first that was added
   */
  byte[] clearsignBy(int subkey, String text, String... arguments) throws IOException {
    return clearsign(text, by(subkey, arguments));
  }

  byte[] detachedBy(int subkey, byte[] content, String... arguments) throws IOException {
    return detached(content, by(subkey, arguments));
  }

  private String[] by(int subkey, String... arguments) {
    List<String> argv = new ArrayList<>(List.of(arguments));
    argv.addAll(List.of("--local-user", fingerprints().get(subkey) + "!"));
    return argv.toArray(String[]::new);
  }

  void subkeysLastUntil(String date, String... arguments) {
    List<String> argv = new ArrayList<>(List.of(arguments));
    argv.addAll(List.of("--quick-set-expire", fingerprint, date, "*"));
    gpg(argv);
  }

  /** The same key in another folder, to be revoked there. */
  TestKey copy(Path other) throws IOException {
    Path file = home.resolve("secret");
    gpg(
        List.of(
            "--pinentry-mode",
            "loopback",
            "--output",
            file.toString(),
            "--export-secret-keys",
            fingerprint));
    return new TestKey(other, fingerprint, file);
  }

  void revokeSubkey(int subkey) throws IOException {
    edit("key " + subkey, "revkey", "y", "1", "", "y", "save");
  }

  void revoke() throws IOException {
    edit("revkey", "y", "1", "", "y", "save");
  }

  private void edit(String... answers) throws IOException {
    Path file = Files.writeString(home.resolve("answers"), String.join("\n", answers) + "\n");
    gpg(
        List.of(
            "--no-tty",
            "--pinentry-mode",
            "loopback",
            "--command-file",
            file.toString(),
            "--edit-key",
            fingerprint));
  }

  /** Signs itself again, as its owner does before, or after, it expires. */
  void lastsUntil(String date) {
    gpg(List.of("--quick-set-expire", fingerprint, date));
  }

  /** Ends its agent, which would stay. */
  @Override
  public void close() {
    new ZtCommandRunner()
        .run(Command.of("gpgconf", "--homedir", home.toString(), "--kill", "gpg-agent"));
  }
}
