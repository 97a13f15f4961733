package io.github.kvmcore.apply;

import io.github.kvmcore.engine.CommandErrors;
import io.github.kvmcore.engine.SecretText;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.plan.Action;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does one action. */
final class ActionRunner implements Action.Visitor<InterruptedException> {
  private static final String TIME =
      "  next: the command by itself shows what it waits for; command_timeout, vm_create_pause and"
          + " disk_timeout set how long such a one may take";

  /** Permission bits of all but the owner. */
  private static final int OTHERS = 0077;

  private final HostFiles files;
  private final Consumer<ImageRequest> images;
  private final TransientRetry retry;
  private final CommandErrors errors;
  private final MachineWaiter waiter;
  private final Consumer<Path> deleted;

  /**
   * @param errors what failures of commands mean
   * @param images brings a base image into the cache
   * @param deleted is given each path that was deleted
   */
  ActionRunner(
      HostAccess access,
      CommandErrors errors,
      Consumer<ImageRequest> images,
      MachineWaiter waiter,
      Consumer<Path> deleted) {
    this.deleted = deleted;
    this.files = access.files();
    this.errors = errors;
    this.retry = new TransientRetry(access.commands(), errors);
    this.images = images;
    this.waiter = waiter;
  }

  /**
   * Does it.
   *
   * @throws KvmcoreException where it fails; the message says how, with the command to paste
   */
  void perform(Action action) throws InterruptedException {
    try {
      action.accept(this);
    } catch (UncheckedIOException e) {
      throw KvmcoreException.failed(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void run(Action.Run run) throws InterruptedException {
    command(run);
  }

  @Override
  public void makeDirectory(Action.MakeDirectory make) {
    makeDirectory(files, make);
  }

  @Override
  public void writeFile(Action.WriteFile write) {
    requireTrusted(files, write.path().getParent());
    files.write(write.path(), write.text(), write.mode(), write.owner());
  }

  @Override
  public void writeFileWithSecrets(Action.WriteFileWithSecrets write) {
    requireTrusted(files, write.path().getParent());
    String text = SecretText.of(files, write.text(), write.secrets());
    files.write(write.path(), text, write.mode(), write.owner());
  }

  @Override
  public void move(Action.Move move) {
    files.move(move.from(), move.to());
  }

  @Override
  public void delete(Action.Delete delete) {
    delete(delete.path());
  }

  @Override
  public void deleteTree(Action.DeleteTree delete) {
    files.deleteTree(delete.path()).forEach(deleted);
  }

  @Override
  public void removeVolume(Action.RemoveVolume remove) throws InterruptedException {
    command(remove.run());
  }

  @Override
  public void deleteIfEmpty(Action.DeleteIfEmpty delete) {
    deleteIfEmpty(delete.path());
  }

  @Override
  public void fetchImage(Action.FetchImage fetch) {
    images.accept(fetch.request());
  }

  @Override
  public void await(Action.Await await) throws InterruptedException {
    waiter.await(await);
  }

  @Override
  public void awaitOff(Action.AwaitOff off) throws InterruptedException {
    waiter.awaitOff(off);
  }

  /** Another step, or another run, may make the same parent at the same moment. */
  private static void makeDirectory(HostFiles files, Action.MakeDirectory make) {
    if (isThere(files, make)) {
      return;
    }
    try {
      files.makeDirectory(make.path(), make.mode());
    } catch (UncheckedIOException e) {
      if (!isThere(files, make)) {
        throw e;
      }
    }
  }

  /** Somebody may put something there at the same moment. */
  private void deleteIfEmpty(Path path) {
    boolean directory = files.stat(path).filter(FileFacts::isDirectory).isPresent();
    if (!directory || !files.list(path).isEmpty()) {
      return;
    }
    try {
      delete(path);
    } catch (UncheckedIOException e) {
      if (files.list(path).isEmpty()) {
        throw e;
      }
    }
  }

  private void delete(Path path) {
    if (files.delete(path)) {
      deleted.accept(path);
    }
  }

  /** Claims and secrets are kept from others, and so is what configures guests. */
  private static void requireTrusted(HostFiles files, @Nullable Path folder) {
    if (folder != null) {
      files
          .untrusted(folder)
          .ifPresent(
              why -> {
                throw KvmcoreException.failed("nothing is written to " + folder + ": " + why);
              });
    }
  }

  /** One that only its owner may look into is made so where it is not. */
  private static boolean isThere(HostFiles files, Action.MakeDirectory make) {
    FileFacts there = files.stat(make.path()).filter(FileFacts::isDirectory).orElse(null);
    if (there != null) {
      requireTrusted(files, make.path());
    }
    boolean closed = (make.mode() & OTHERS) == 0;
    if (there != null && closed && (there.mode() & OTHERS) != 0) {
      files.restrict(make.path(), make.mode());
    }
    return there != null;
  }

  private void command(Action.Run run) throws InterruptedException {
    TransientRetry.Ended ended = retry.run(run.withoutAnswer());
    CommandResult result = ended.result();
    String program = run.command().program();
    if (result.exitStatus() == CommandResult.INTERRUPTED) {
      throw new KvmcoreException(ExitCode.INTERRUPTED, program + " was interrupted");
    }
    if (result.exitStatus() == CommandResult.TIMED_OUT) {
      throw new KvmcoreException(
          ExitCode.TIMEOUT, program + " did not end in time\n" + result.explain() + "\n" + TIME);
    }
    if (!ended.done()) {
      String text = program + " failed\n" + result.explain();
      throw errors.changedNothing(result)
          ? new RefusedCommandException(text)
          : KvmcoreException.failed(text);
    }
  }
}
