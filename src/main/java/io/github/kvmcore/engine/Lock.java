package io.github.kvmcore.engine;

import java.util.List;

/** Keeps other runs from changing a cluster, until it is closed or the run dies. */
public interface Lock extends AutoCloseable {
  /**
   * Notes what the next run has to know if this one is killed; replaces earlier notes.
   *
   * @param notes as {@link Observation#notes} gives them
   */
  void note(List<String> notes);

  @Override
  void close();
}
