package io.github.kvmcore.tool.ssh;

import io.github.kvmcore.exec.process.Command;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program ssh-keygen, and the public keys that it writes. */
public final class SshKeygen {
  public static final String PROGRAM = "ssh-keygen";

  private static final Pattern ED25519 =
      Pattern.compile("(ssh-ed25519 [A-Za-z0-9+/]{16,256}={0,2})(?: [^\\n\\r]*)?\\R?");

  private SshKeygen() {}

  /**
   * Makes a key without a passphrase. It fails where the file is there: with nobody to answer,
   * ssh-keygen does not overwrite.
   *
   * @param file gets the private key; {@link #publicKey} the other
   */
  public static Command newKey(Path file, String comment) {
    return Command.of(
        PROGRAM, "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file.toString());
  }

  /** Where ssh-keygen puts the public key. */
  public static Path publicKey(Path file) {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  /**
   * The key of a public key's file, without its comment.
   *
   * @return type and key as known_hosts has them; empty where the text is not one such line
   */
  public static Optional<String> parsePublicKey(String text) {
    Matcher line = ED25519.matcher(text);
    return line.matches() ? Optional.of(line.group(1)) : Optional.empty();
  }
}
