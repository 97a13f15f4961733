package io.github.kvmcore.plan;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.model.WaitLevel;
import io.github.kvmcore.plan.ownership.OwnedPath;
import io.github.kvmcore.plan.ownership.OwnedVolume;
import io.github.kvmcore.tool.Lvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do: what a plan's steps are made of. Each kind can be done, and be printed as shell.
 */
public sealed interface Action {

  /**
   * Runs a program.
   *
   * @param tolerated parts of its error output that mean that there is nothing left to do, such as
   *     "already active"
   * @param doneBefore parts that mean the same, but only where the connection was lost in an
   *     earlier try, which so may have done it; else somebody else did
   */
  record Run(Command command, List<String> tolerated, List<String> doneBefore) implements Action {
    public Run {
      tolerated = List.copyOf(tolerated);
      doneBefore = List.copyOf(doneBefore);
    }

    public Run(Command command, String... tolerated) {
      this(command, List.of(tolerated), List.of());
    }

    /** The same, where this may be said of what an earlier try did. */
    public Run orDoneBefore(String... texts) {
      return new Run(command, tolerated, List.of(texts));
    }

    /** The same command, of which nobody reads what it prints. */
    public Run withoutAnswer() {
      return new Run(command.withoutAnswer(), tolerated, doneBefore);
    }
  }

  /**
   * Makes one directory. Where it is there, nothing is done, but that one for its owner alone is
   * closed to all others.
   */
  record MakeDirectory(Path path, int mode) implements Action {}

  /**
   * Writes a file whole or not at all.
   *
   * @param owner the user that gets it; the running user where null
   */
  record WriteFile(Path path, String text, int mode, @Nullable String owner) implements Action {}

  /**
   * Writes a file whole or not at all, from a text in which whole JSON strings stand for secrets:
   * each holds a host file's bytes in base64, which nobody sees before it is written.
   *
   * @param text holds {@link Splice#placeholder} for each of the secrets, any number of times
   * @param owner the user that gets it; the running user where null
   * @param secrets the only files that are put in; a text that names another is left as it is
   */
  record WriteSpliced(
      Path path, String text, int mode, @Nullable String owner, List<Splice> secrets)
      implements Action {
    public WriteSpliced {
      secrets = List.copyOf(secrets);
    }
  }

  /** Renames a file that is now whole to the name under which it counts as whole. */
  record Move(Path from, Path to) implements Action {}

  /** Deletes a file or an empty directory; does nothing where there is none. */
  record Delete(OwnedPath owned) implements Action {
    public Path path() {
      return owned.path();
    }
  }

  /** Deletes a directory with all that it holds; does nothing where there is none. */
  record DeleteTree(OwnedPath owned) implements Action {
    public Path path() {
      return owned.path();
    }
  }

  /** Deletes a directory where nothing is left in it; does nothing where there is none. */
  record DeleteIfEmpty(OwnedPath owned) implements Action {
    public Path path() {
      return owned.path();
    }
  }

  /** Removes a logical volume; does nothing where there is none with the tags of this one. */
  record RemoveVolume(OwnedVolume volume) implements Action {
    /** The command that does it. */
    public Run run() {
      return new Run(volume.removal(), Lvm.noGroup(volume.group()));
    }
  }

  /** Brings a base image into the cache. */
  record FetchImage(ImageRequest request) implements Action {}

  /**
   * Waits until a machine has got as far as {@code level}.
   *
   * @param limit from the machine's start
   */
  record Await(Machine machine, WaitLevel level, Duration limit) implements Action {}

  /**
   * Waits until a machine that was asked to shut down is off, and asks it again now and then.
   *
   * @param limit how long it may take
   * @param force whether its plug is pulled then, and at once where it can't react; else it fails
   */
  record AwaitOff(Machine machine, Duration limit, boolean force) implements Action {}
}
