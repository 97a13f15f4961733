package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.process.Backoff;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.tool.libvirt.Virsh;
import io.github.kvmcore.tool.libvirt.VirshBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Questions to libvirt that one virsh process answers, each with what is done with its answer. */
final class VirshQuestions {
  private final CommandRunner runner;
  private final Virsh virsh;
  private final boolean answered;
  private final List<List<String>> commands = new ArrayList<>();
  private final List<Consumer<String>> readers = new ArrayList<>();

  /**
   * @param answered whether libvirt has answered this run before: then it is waited for where it is
   *     restarted just now
   */
  VirshQuestions(CommandRunner runner, Virsh virsh, boolean answered) {
    this.runner = runner;
    this.virsh = virsh;
    this.answered = answered;
  }

  /**
   * Adds a question.
   *
   * @param reader is given the command's output; an empty one where it failed, as it does where a
   *     domain or network went away since it was listed
   */
  void add(Consumer<String> reader, String... command) {
    commands.add(List.of(command));
    readers.add(reader);
  }

  private CommandResult answer() {
    Backoff pauses = Backoff.forConnections();
    CommandResult result = runner.run(virsh.batch(commands));
    try {
      while (isAway(result) && pauses.again()) {
        result = runner.run(virsh.batch(commands));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  /** A connection that broke is made again; one that can't be made may never have been there. */
  private boolean isAway(CommandResult result) {
    return Virsh.lostConnection(result) && (answered || !Virsh.foundNone(result));
  }

  /** A list that can't be had is not an empty one; a domain that can't be shown may be gone. */
  private boolean hasFailed(CommandResult result) {
    boolean lists = commands.stream().allMatch(command -> command.get(0).endsWith("list"));
    boolean error = result.err().lines().anyMatch(line -> line.startsWith("error: "));
    // The exit status is that of the last marker only.
    return !result.ok() || Virsh.lostConnection(result) || (lists && error);
  }

  /**
   * Asks them all.
   *
   * @throws KvmcoreException of the host, where libvirt can't be reached
   */
  void ask() {
    if (commands.isEmpty()) {
      return;
    }
    CommandResult result = answer();
    if (result.exitStatus() == CommandResult.INTERRUPTED) {
      throw new KvmcoreException(ExitCode.INTERRUPTED, "virsh was interrupted");
    }
    if (result.exitStatus() == CommandResult.TIMED_OUT) {
      throw new KvmcoreException(
          ExitCode.TIMEOUT,
          "libvirt does not answer\n"
              + result.explainAs(virsh.command("list", "--all"))
              + "\n  next: kvmcore doctor says whether libvirtd runs; where it is only slow, a longer"
              + " command_timeout helps");
    }
    if (hasFailed(result)) {
      // The batch itself is long and says nothing: a short command fails in the same way.
      throw KvmcoreException.host(
          "can't ask libvirt\n"
              + result.explainAs(virsh.command("list", "--all"))
              + "\n  next: kvmcore doctor");
    }
    result.readAs(
        virsh.command("list", "--all"),
        out -> {
          List<String> blocks = VirshBatch.blocks(out, commands.size());
          for (int i = 0; i < blocks.size(); i++) {
            readers.get(i).accept(blocks.get(i));
          }
          return blocks;
        });
  }
}
