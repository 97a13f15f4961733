package io.github.kvmcore.engine;

import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.plan.SecretRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Puts secrets into a text, in memory and only for the file that it is written to. */
public final class SecretText {
  /** More than any key, certificate or token; a device in its place would never end. */
  private static final int MOST_BYTES = 1 << 20;

  /** What a JSON string holds without escapes. */
  private static final Pattern LINE = Pattern.compile("[ -~&&[^\"\\\\]]+");

  private SecretText() {}

  /**
   * The whole text.
   *
   * @param secrets the only files that are put in
   * @throws KvmcoreException where a secret is missing, empty or no regular file
   */
  public static String of(HostFiles files, String text, List<SecretRef> secrets) {
    StringBuilder whole = new StringBuilder();
    for (SecretRef.Piece piece : SecretRef.cut(text, secrets)) {
      whole.append(piece.text());
      SecretRef secret = piece.secret();
      if (secret != null) {
        whole.append(secret.begin()).append(encoded(files, secret)).append(secret.end());
      }
    }
    return whole.toString();
  }

  private static String encoded(HostFiles files, SecretRef secret) {
    Path file = secret.file();
    return secret.form() == SecretRef.Form.LINE
        ? line(files, file)
        : Base64.getEncoder().encodeToString(bytes(files, file));
  }

  /** No secret, and so in recordings: what it goes into can be compared in a replay. */
  private static String line(HostFiles files, Path file) {
    String line =
        files
            .read(file)
            .orElseThrow(() -> KvmcoreException.failed(file + " is missing, or can't be read"))
            .stripTrailing();
    if (!LINE.matcher(line).matches()) {
      throw KvmcoreException.failed(file + " is not one line of plain text");
    }
    return line;
  }

  private static byte[] bytes(HostFiles files, Path file) {
    FileFacts facts = files.stat(file).filter(FileFacts::isFile).orElse(null);
    if (facts == null) {
      throw KvmcoreException.failed("the secret " + file + " is missing, or is no regular file");
    }
    if (facts.bytes() == 0) {
      throw KvmcoreException.failed("the secret " + file + " is empty");
    }
    try (InputStream in = files.open(file)) {
      return in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
  }
}
