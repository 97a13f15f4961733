package io.github.kvmcore.image.pipeline;

import java.nio.file.Path;

/**
 * What an image is made from.
 *
 * @param file where its bytes are, or come to; not to be changed where it is the user's own
 * @param own whether the file is kvmcore's and may become the image
 * @param bring makes the bytes come, and tells of them; returns when all are there
 */
public record Origin(Path file, boolean own, Bring bring) {
  /** Brings a file. */
  public interface Bring {
    /**
     * Brings all of it.
     *
     * @throws RuntimeException where it can't, in words for the user
     */
    void into(GrowingFile file);
  }
}
