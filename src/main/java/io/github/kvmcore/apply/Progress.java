package io.github.kvmcore.apply;

import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.plan.Step;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Told what a run does while it does it. Called from several threads at once; an implementation
 * orders what it prints.
 */
public interface Progress extends AutoCloseable {
  /** A step begins. */
  void started(Step step);

  /** A step is done, after so long. */
  void done(Step step, Duration time);

  /** A step failed. Why, the {@link Outcome} tells: once, after the last step. */
  void failed(Step step);

  /** A step is not done, because one that it needs failed, or the run was interrupted. */
  void leftOut(Step step);

  /** A machine was seen at a stage while it is waited for; first at the one where it was found. */
  void reached(String machine, Stage stage);

  /**
   * A transfer or an unpacking moves on.
   *
   * @param what a short name, such as the image's file name
   * @param bytes so far
   * @param total -1 where it is not known
   */
  void transferred(String what, long bytes, long total);

  /**
   * So much has been unpacked of a transfer, while it goes on; told before the bytes of that
   * moment.
   *
   * @param what the transfer's name
   */
  default void unpacked(String what, long bytes) {}

  /** A path was deleted. */
  default void deleted(Path path) {}

  /** A line that is good to know; not for those who want to hear of failures only. */
  void note(String text);

  /** A line that the user must see. */
  void warn(String text);

  /** Ends live output; what was last shown stays. */
  @Override
  void close();
}
