package io.github.kvmcore.exec.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Holds what a program says, up to a bound, so that no program can fill kvmcore's memory. */
final class BoundedOutput extends ByteArrayOutputStream {
  private final int limit;
  private final boolean keepEnd;
  private final Runnable full;
  private boolean overflown;

  private BoundedOutput(int limit, boolean keepEnd, Runnable full) {
    this.limit = limit;
    this.keepEnd = keepEnd;
    this.full = full;
  }

  /**
   * Keeps the first bytes.
   *
   * @param full is called once, when there are more
   */
  static BoundedOutput beginning(int limitBytes, Runnable full) {
    return new BoundedOutput(limitBytes, false, full);
  }

  /** Keeps the last bytes; holds twice as many for a while. */
  static BoundedOutput end(int limitBytes) {
    return new BoundedOutput(limitBytes, true, () -> {});
  }

  @Override
  public synchronized void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int kept = keepEnd ? length : Math.min(length, limit - count);
    super.write(bytes, offset, kept);
    if (kept < length && !overflown) {
      overflown = true;
      full.run();
    }
    if (keepEnd && count > 2 * limit) {
      dropBeginning();
    }
  }

  private void dropBeginning() {
    System.arraycopy(buf, count - limit, buf, 0, limit);
    count = limit;
    overflown = true;
  }

  /** Whether anything was dropped. */
  synchronized boolean isOverflown() {
    return overflown || count > limit;
  }

  /** What was kept, as UTF-8; a broken character becomes U+FFFD. */
  synchronized String text() {
    int length = Math.min(count, limit);
    return new String(buf, keepEnd ? count - length : 0, length, StandardCharsets.UTF_8);
  }
}
