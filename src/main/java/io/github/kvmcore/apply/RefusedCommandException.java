package io.github.kvmcore.apply;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;

/** A command failed that changed nothing at all. */
final class RefusedCommandException extends KvmcoreException {
  private static final long serialVersionUID = 1;

  RefusedCommandException(String text) {
    super(ExitCode.STEP_FAILED, text);
  }
}
