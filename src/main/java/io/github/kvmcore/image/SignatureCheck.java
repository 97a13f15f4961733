package io.github.kvmcore.image;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;

/** A program that reads a file on its standard input, and says who signed it. */
interface SignatureCheck {
  /** The program. */
  Command command();

  /**
   * Judges what it said.
   *
   * @throws RefusedException where the signature is not one that counts
   */
  void judge(CommandResult result);
}
