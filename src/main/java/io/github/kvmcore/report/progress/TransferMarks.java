package io.github.kvmcore.report.progress;

import io.github.kvmcore.model.storage.ByteSize;
import java.util.Optional;

/**
 * Decides which states of a transfer are worth a line: each quarter, or each 256 MiB where the
 * whole size is not known. A transfer that goes back to fewer bytes is another one.
 */
final class TransferMarks {
  private static final int QUARTERS = 4;
  private static final long UNKNOWN_MARK_BYTES = 256L << 20;

  private long lastBytes;
  private long nextMark;

  /** A text for this state; empty where it is between two marks. */
  Optional<String> at(long bytes, long total) {
    if (bytes < lastBytes) {
      nextMark = 0;
    }
    lastBytes = bytes;
    long mark = total > 0 ? (long) ((double) bytes / total * QUARTERS) : bytes / UNKNOWN_MARK_BYTES;
    if (mark < nextMark) {
      return Optional.empty();
    }
    nextMark = mark + 1;
    return Optional.of(
        total > 0
            ? mark * (100 / QUARTERS) + " % of " + ByteSize.text(total)
            : ByteSize.text(bytes));
  }
}
