package io.github.kvmcore.plan;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.plan.ownership.OwnedPath;
import io.github.kvmcore.plan.ownership.OwnedVolume;
import io.github.kvmcore.tool.storage.Lvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do: what a plan's steps are made of. Each kind can be done, and be printed as shell:
 * who handles actions is a {@link Visitor}, so that a kind which it does not know does not compile.
 */
public sealed interface Action {
  /** Calls the visitor's method for this kind. */
  <X extends Exception> void accept(Visitor<X> visitor) throws X;

  /**
   * Handles actions, each kind by a method of its own.
   *
   * @param <X> what it may throw
   */
  interface Visitor<X extends Exception> {
    void run(Run run) throws X;

    void makeDirectory(MakeDirectory make) throws X;

    void writeFile(WriteFile write) throws X;

    void writeFileWithSecrets(WriteFileWithSecrets write) throws X;

    void move(Move move) throws X;

    void delete(Delete delete) throws X;

    void deleteTree(DeleteTree delete) throws X;

    void deleteIfEmpty(DeleteIfEmpty delete) throws X;

    void removeVolume(RemoveVolume remove) throws X;

    void fetchImage(FetchImage fetch) throws X;

    void await(Await await) throws X;

    void awaitOff(AwaitOff off) throws X;
  }

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

    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.run(this);
    }
  }

  /**
   * Makes one directory. Where it is there, nothing is done, but that one for its owner alone is
   * closed to all others.
   */
  record MakeDirectory(Path path, int mode) implements Action {
    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.makeDirectory(this);
    }
  }

  /**
   * Writes a file whole or not at all.
   *
   * @param owner the user that gets it; the running user where null
   */
  record WriteFile(Path path, String text, int mode, @Nullable String owner) implements Action {
    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.writeFile(this);
    }
  }

  /**
   * Writes a file whole or not at all, from a text in which whole JSON strings stand for secrets:
   * each holds a host file's bytes in base64, which nobody sees before it is written.
   *
   * @param text holds {@link SecretRef#placeholder} for each of the secrets, any number of times
   * @param owner the user that gets it; the running user where null
   * @param secrets the only files that are put in; a text that names another is left as it is
   */
  record WriteFileWithSecrets(
      Path path, String text, int mode, @Nullable String owner, List<SecretRef> secrets)
      implements Action {
    public WriteFileWithSecrets {
      secrets = List.copyOf(secrets);
    }

    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.writeFileWithSecrets(this);
    }
  }

  /** Renames a file that is now whole to the name under which it counts as whole. */
  record Move(Path from, Path to) implements Action {
    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.move(this);
    }
  }

  /** Deletes a file or an empty directory; does nothing where there is none. */
  record Delete(OwnedPath owned) implements Action {
    public Path path() {
      return owned.path();
    }

    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.delete(this);
    }
  }

  /** Deletes a directory with all that it holds; does nothing where there is none. */
  record DeleteTree(OwnedPath owned) implements Action {
    public Path path() {
      return owned.path();
    }

    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.deleteTree(this);
    }
  }

  /** Deletes a directory where nothing is left in it; does nothing where there is none. */
  record DeleteIfEmpty(OwnedPath owned) implements Action {
    public Path path() {
      return owned.path();
    }

    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.deleteIfEmpty(this);
    }
  }

  /** Removes a logical volume; does nothing where there is none with the tags of this one. */
  record RemoveVolume(OwnedVolume volume) implements Action {
    /** The command that does it. */
    public Run run() {
      return new Run(volume.removal(), Lvm.noGroup(volume.group()));
    }

    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.removeVolume(this);
    }
  }

  /** Brings a base image into the cache. */
  record FetchImage(ImageRequest request) implements Action {
    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.fetchImage(this);
    }
  }

  /**
   * Waits until a machine has got as far as {@code level}.
   *
   * @param limit from the machine's start
   */
  record Await(Machine machine, WaitLevel level, Duration limit) implements Action {
    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.await(this);
    }
  }

  /**
   * Waits until a machine that was asked to shut down is off, and asks it again now and then.
   *
   * @param limit how long it may take
   * @param force whether it is powered off then, and at once if it can't react; else the action
   *     fails
   */
  record AwaitOff(Machine machine, Duration limit, boolean force) implements Action {
    @Override
    public <X extends Exception> void accept(Visitor<X> visitor) throws X {
      visitor.awaitOff(this);
    }
  }
}
