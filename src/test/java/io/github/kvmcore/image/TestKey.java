package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.ZtCommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    this.home = Files.createDirectory(home);
    home.toFile().setReadable(false, false);
    home.toFile().setReadable(true, true);
    home.toFile().setExecutable(false, false);
    home.toFile().setExecutable(true, true);
    List<String> argv = new ArrayList<>(List.of(arguments));
    argv.addAll(List.of("--quick-gen-key", user, "ed25519", "sign", expires));
    gpg(argv);
    this.fingerprint =
        gpg(List.of("--with-colons", "--list-keys"))
            .out()
            .lines()
            .filter(line -> line.startsWith("fpr:"))
            .map(line -> line.split(":", -1)[9])
            .findFirst()
            .orElseThrow();
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

  /** Signs itself anew, as its owner does before, or after, it expires. */
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
