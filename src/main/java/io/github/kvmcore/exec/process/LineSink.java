package io.github.kvmcore.exec.process;

import java.io.IOException;

/** Takes a program's lines as they come, from one thread. */
@FunctionalInterface
public interface LineSink {
  /**
   * Takes one.
   *
   * @param line without its line break
   * @throws IOException where no more lines are wanted: the program is ended then
   */
  void line(String line) throws IOException;
}
