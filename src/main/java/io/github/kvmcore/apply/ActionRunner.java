package io.github.kvmcore.apply;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.FileFacts;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.tool.Lvm;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/** Does one action. */
final class ActionRunner {
  /**
   * libvirt's words for a race with another client, and LVM's where what filled a volume for a run
   * that was killed goes on for a while; the same command works a moment later.
   */
  private static final List<String> RACES =
      List.of("has asynchronous jobs running", "cannot acquire state change lock", Lvm.IN_USE);

  /** Permission bits of all but the owner. */
  private static final int OTHERS = 0077;

  private static final int TRIES = 5;
  private static final long FIRST_PAUSE_MILLIS = 100;

  private final Outside outside;
  private final Consumer<ImageRequest> images;
  private final MachineWaiter waiter;

  /**
   * @param images brings a base image into the cache
   */
  ActionRunner(Outside outside, Consumer<ImageRequest> images, MachineWaiter waiter) {
    this.outside = outside;
    this.images = images;
    this.waiter = waiter;
  }

  /**
   * Does it.
   *
   * @throws KvmcoreException where it fails; the message says how, with the command to paste
   */
  void run(Action action) throws InterruptedException {
    try {
      dispatch(action);
    } catch (UncheckedIOException e) {
      throw KvmcoreException.failed(String.valueOf(e.getMessage()), e);
    }
  }

  private void dispatch(Action action) throws InterruptedException {
    HostFiles files = outside.files();
    if (action instanceof Action.Run run) {
      command(run);
    } else if (action instanceof Action.MakeDirectory make) {
      makeDirectory(files, make);
    } else if (action instanceof Action.WriteFile write) {
      files.write(write.path(), write.text(), write.mode(), write.owner());
    } else if (action instanceof Action.WriteSpliced write) {
      files.write(write.path(), SplicedText.of(files, write), write.mode(), write.owner());
    } else if (action instanceof Action.Move move) {
      files.move(move.from(), move.to());
    } else if (action instanceof Action.Delete delete) {
      files.delete(delete.path());
    } else if (action instanceof Action.DeleteTree delete) {
      files.deleteTree(delete.path());
    } else if (action instanceof Action.FetchImage fetch) {
      images.accept(fetch.request());
    } else if (action instanceof Action.Await await) {
      waiter.await(await);
    } else if (action instanceof Action.AwaitOff off) {
      waiter.awaitOff(off);
    }
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

  /** One that only its owner may look into is made so where it is not. */
  private static boolean isThere(HostFiles files, Action.MakeDirectory make) {
    FileFacts there = files.stat(make.path()).filter(FileFacts::isDirectory).orElse(null);
    boolean closed = (make.mode() & OTHERS) == 0;
    if (there != null && closed && (there.mode() & OTHERS) != 0) {
      files.restrict(make.path(), make.mode());
    }
    return there != null;
  }

  private void command(Action.Run run) throws InterruptedException {
    CommandResult result = retried(run.command());
    if (result.exitStatus() == CommandResult.INTERRUPTED) {
      throw new KvmcoreException(
          ExitCode.INTERRUPTED, run.command().program() + " was interrupted\n" + result.explain());
    }
    boolean nothingToDo = run.tolerated().stream().anyMatch(result.err()::contains);
    if (!result.ok() && !nothingToDo) {
      throw KvmcoreException.failed(run.command().program() + " failed\n" + result.explain());
    }
  }

  private CommandResult retried(Command command) throws InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 1; ; attempt++) {
      CommandResult result = outside.commands().run(command);
      boolean race = !result.ok() && RACES.stream().anyMatch(result.err()::contains);
      if (!race || attempt == TRIES) {
        return result;
      }
      Thread.sleep(pause);
      pause *= 2;
    }
  }
}
