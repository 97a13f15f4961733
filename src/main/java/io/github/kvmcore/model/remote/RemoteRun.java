package io.github.kvmcore.model.remote;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A command's run on one machine.
 *
 * @param exitStatus the command's; null where it did not run, or was not waited for to its end
 * @param error why not; also where ssh itself may have failed; null where all is well with it
 * @param out its standard output, as far as it was to be held
 * @param err its standard error, likewise
 * @param truncated whether one of them was longer
 */
public record RemoteRun(
    String name,
    @Nullable Integer exitStatus,
    @Nullable String error,
    String out,
    String err,
    boolean truncated,
    Duration time) {
  /** One that was not begun. */
  public static RemoteRun not(String name, String why) {
    return new RemoteRun(name, null, why, "", "", false, Duration.ZERO);
  }

  public boolean ok() {
    return exitStatus != null && exitStatus == 0;
  }
}
