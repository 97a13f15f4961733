package io.github.kvmcore.image.check;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.storage.ByteSize;
import java.nio.file.Path;
import java.util.Optional;

/** Tells programs that failed because of the host from those that disliked the image. */
public final class ProgramFailure {
  private ProgramFailure() {}

  /**
   * What the host is to blame for: a missing program, no time, no space.
   *
   * @param doing what was tried: "unpack X"
   * @param written the file that was being written
   */
  public static Optional<KvmcoreException> ofHost(
      CommandResult result, String doing, HostFiles files, Path written) {
    String text = "can't " + doing + "\n" + result.explain();
    String said = result.err() + result.out();
    if (said.contains("No space left on device")) {
      long usable = files.usableSpace(written);
      return failed(
          text
              + "\nno space is left in "
              + written.getParent()
              + " ("
              + ByteSize.text(usable)
              + " free): make room there, or set another folder");
    }
    return switch (result.exitStatus()) {
      case CommandResult.NOT_FOUND ->
          Optional.of(
              KvmcoreException.host(
                  text + "\ninstall the program; `kvmcore doctor` names the package"));
      case CommandResult.TIMED_OUT -> failed(text);
      case CommandResult.INTERRUPTED ->
          Optional.of(new KvmcoreException(ExitCode.INTERRUPTED, text));
      default -> Optional.empty();
    };
  }

  private static Optional<KvmcoreException> failed(String text) {
    return Optional.of(KvmcoreException.failed(text));
  }
}
