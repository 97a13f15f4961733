package io.github.kvmcore.image.trust;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.failure.KvmcoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The host's program that checks signatures: {@code gpgv}, else {@code gpg} with a folder of its
 * own, so that no key of a user counts and nothing of a user is changed.
 */
public final class Gpg {
  private final List<String> start;

  private Gpg(List<String> start) {
    this.start = List.copyOf(start);
  }

  /**
   * Finds the program.
   *
   * @param home a folder of mode 0700 for gpg's own files
   * @throws KvmcoreException exit code HOST where the host has none
   */
  public static Gpg find(CommandRunner commands, Path home) {
    if (commands.run(Command.of("gpgv", "--version")).ok()) {
      return new Gpg(List.of("gpgv"));
    }
    if (commands.run(Command.of("gpg", "--version")).ok()) {
      return new Gpg(
          List.of(
              "gpg",
              "--homedir",
              home.toString(),
              "--no-options",
              "--batch",
              "--no-default-keyring",
              "--no-auto-key-retrieve",
              "--lock-never",
              "--trust-model",
              "always",
              "--verify"));
    }
    throw KvmcoreException.host(
        "the image's signature can't be checked: this host has neither gpgv nor gpg"
            + "\n  next: install one (Debian: apt-get install gpgv; Fedora: dnf install gnupg2);"
            + " --no-verify goes on without, and trusts the network");
  }

  /** Checks the file on its standard input; the status is on its standard output. */
  public Command detached(Path keyring, Path signature) {
    return command("1", keyring, List.of(), signature.toString(), "-");
  }

  /** Writes what is signed within a file to its standard output; the status is on the other. */
  public Command clearsigned(Path keyring, Path file) {
    return command("2", keyring, List.of("--output", "-"), file.toString());
  }

  /** What {@link #detached} said. */
  public static Verdict verdict(CommandResult result) {
    return Verdict.of(result.out());
  }

  private Command command(String statusFd, Path keyring, List<String> more, String... files) {
    boolean gpg = start.size() > 1;
    List<String> argv = new ArrayList<>(gpg ? start.subList(0, start.size() - 1) : start);
    argv.addAll(List.of("--status-fd", statusFd, "--keyring", keyring.toString()));
    argv.addAll(more);
    argv.addAll(gpg ? List.of("--verify") : List.of());
    argv.addAll(List.of(files));
    return Command.of(argv);
  }
}
