package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.HostAccess;
import java.util.List;

/**
 * The outside world as a {@link Recording} has it: nothing is run, written or fetched. A question
 * that was not recorded fails with {@link io.github.kvmcore.failure.KvmcoreException}, which shows
 * the one most like it.
 */
public final class Replay {
  private final ReplayingCommandRunner commands;
  private final HostAccess access;

  private Replay(Recording recording, boolean lenient) {
    List<Entry> entries = recording.entries();
    commands = new ReplayingCommandRunner(entries, lenient);
    access =
        new HostAccess(
            commands,
            new ReplayingHostFiles(entries),
            new ReplayingPorts(entries),
            new ReplayingDownloader(entries));
  }

  /** For tests: each recorded command is run once. */
  public static Replay strict(Recording recording) {
    return new Replay(recording, false);
  }

  /** For {@code --replay}: the last answer to a command also serves those who ask more often. */
  public static Replay lenient(Recording recording) {
    return new Replay(recording, true);
  }

  /** The access to use instead of the real one; for many threads. */
  public HostAccess access() {
    return access;
  }

  /** The recorded commands that were not run. */
  public List<String> unused() {
    return commands.unused();
  }
}
