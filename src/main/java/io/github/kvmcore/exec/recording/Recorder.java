package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.HostAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Records a whole run: all that goes through {@link #access} is kept, with its answer. To be saved
 * when the run ends, whichever way. Texts that kvmcore writes are not kept.
 */
public final class Recorder {
  private static final int OWNER_ONLY = 0600;

  private final HostAccess real;
  private final String kvmcore;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * Over the real world.
   *
   * @param kvmcore this program's version
   */
  public Recorder(HostAccess real, String kvmcore) {
    this.real = real;
    this.kvmcore = kvmcore;
  }

  /** The access to use instead of the real one; for many threads. */
  public HostAccess access() {
    return new HostAccess(
        new RecordingCommandRunner(real.commands(), this),
        new RecordingHostFiles(real.files(), this),
        new RecordingPorts(real.ports(), this),
        new RecordingDownloader(real.downloads(), this));
  }

  void add(Entry entry) {
    synchronized (entries) {
      entries.add(entry);
    }
  }

  /** What was recorded so far. */
  public Recording recording() {
    synchronized (entries) {
      return new Recording(Recording.VERSION, kvmcore, entries);
    }
  }

  /**
   * Writes what was recorded so far into a file of mode 0600, replacing what is there.
   *
   * @throws java.io.UncheckedIOException where the system refuses
   */
  public void save(Path path) {
    real.files().write(path, recording().toJson(), OWNER_ONLY, null);
  }
}
