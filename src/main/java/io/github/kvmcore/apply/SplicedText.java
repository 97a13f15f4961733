package io.github.kvmcore.apply;

import io.github.kvmcore.exec.FileFacts;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Splice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;

/** Puts secrets into a text, in memory and only for the file that it is written to. */
final class SplicedText {
  /** More than any key, certificate or token; a device in its place would never end. */
  private static final int MOST_BYTES = 1 << 20;

  private SplicedText() {}

  /**
   * The whole text.
   *
   * @throws KvmcoreException where a secret is missing, empty or no regular file
   */
  static String of(HostFiles files, Action.WriteSpliced write) {
    StringBuilder text = new StringBuilder();
    for (Splice.Piece piece : Splice.cut(write.text(), write.secrets())) {
      text.append(piece.text());
      Splice secret = piece.secret();
      if (secret != null) {
        text.append(Splice.begin()).append(base64(files, secret.file())).append(Splice.end());
      }
    }
    return text.toString();
  }

  private static String base64(HostFiles files, Path file) {
    FileFacts facts = files.stat(file).filter(FileFacts::isFile).orElse(null);
    if (facts == null) {
      throw KvmcoreException.failed("the secret " + file + " is missing, or is no regular file");
    }
    if (facts.bytes() == 0) {
      throw KvmcoreException.failed("the secret " + file + " is empty");
    }
    try (InputStream in = files.open(file)) {
      return Base64.getEncoder().encodeToString(in.readNBytes(MOST_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
  }
}
