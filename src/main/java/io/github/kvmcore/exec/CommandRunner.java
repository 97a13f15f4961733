package io.github.kvmcore.exec;

/** Runs programs. The one way in which kvmcore starts a process. */
public interface CommandRunner {
  /**
   * Runs the program to its end. A failure is a result like any other: a program that can't be
   * started, that fails or that takes too long throws nothing.
   */
  CommandResult run(Command command);
}
