package io.github.kvmcore.image.pipeline;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.image.check.RefusedException;

/** A program that reads a file on its standard input, and says who signed it. */
public interface SignatureCheck {
  /** The program. */
  Command command();

  /**
   * Whether the program would say something else if it were run again, as the publisher has renewed
   * the key since it was fetched; asks the publisher.
   */
  default boolean isRenewed(CommandResult result) {
    return false;
  }

  /**
   * Judges what it said.
   *
   * @throws RefusedException where the signature is not one that counts
   */
  void judge(CommandResult result);
}
