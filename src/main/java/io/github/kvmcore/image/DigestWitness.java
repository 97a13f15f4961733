package io.github.kvmcore.image;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a file's digest while the file grows, by the host's own program: three times as fast as the
 * Java that kvmcore runs in, and on a processor of its own. Java does it where there is none.
 */
record DigestWitness(Outside outside, String algorithm) {
  private static final Pattern SAID = Pattern.compile("\\\\?([0-9a-f]+)\\s+\\*?-\\s*");

  /** The digest of a file that is whole already. */
  Digest ofWhole(Path file) {
    try {
      return take(GrowingFile.whole(outside.files(), file));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The digest of all of the file; waits for its end.
   *
   * @throws IOException where the file's bytes do not come
   */
  Digest take(GrowingFile.View file) throws IOException {
    Command command = Command.of(algorithm + "sum");
    CommandResult result;
    try (InputStream in = file.open()) {
      result = outside.commands().stream(command, in, null);
    }
    file.awaitEnd(); // where that fails, it is why the program failed
    Matcher said = SAID.matcher(result.out());
    if (result.ok() && said.matches()) {
      return new Digest(algorithm, said.group(1));
    }
    if (result.exitStatus() == CommandResult.NOT_FOUND) {
      String name = new Digest(algorithm, "").javaName();
      return new Digest(algorithm, outside.files().digest(file.path(), name));
    }
    String doing = "take the digest of " + file.path();
    throw ProgramFailure.ofHost(result, doing, outside.files(), file.path())
        .orElseGet(() -> KvmcoreException.failed("can't " + doing + "\n" + result.explain()));
  }
}
