package io.github.kvmcore.host;

import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.CommandRunner;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.tool.Virsh;
import io.github.kvmcore.tool.VirshBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Questions to libvirt that one virsh process answers, each with what is done with its answer. */
final class VirshQuestions {
  private final CommandRunner runner;
  private final Virsh virsh;
  private final List<List<String>> commands = new ArrayList<>();
  private final List<Consumer<String>> readers = new ArrayList<>();

  VirshQuestions(CommandRunner runner, Virsh virsh) {
    this.runner = runner;
    this.virsh = virsh;
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

  /**
   * Asks them all.
   *
   * @throws KvmcoreException of the host, where libvirt can't be reached
   */
  void ask() {
    if (commands.isEmpty()) {
      return;
    }
    CommandResult result = runner.run(virsh.batch(commands));
    if (!result.ok()) {
      // The batch itself is long and says nothing: a short command fails in the same way.
      throw KvmcoreException.host(
          "can't ask libvirt\n"
              + result.explainAs(virsh.command("list", "--all"))
              + "\n  next: kvmcore doctor says how to mend it; create --setup does it");
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
