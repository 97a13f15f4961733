package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameter;
import io.github.kvmcore.cli.command.Subcommand;
import java.util.ArrayList;
import java.util.List;

/** A command that is about one machine, which has to be named. */
abstract class MachineCommand extends Subcommand {
  @Parameter(description = "MACHINE")
  List<String> names = new ArrayList<>();

  @Override
  protected List<String> words() {
    return names;
  }

  @Override
  public String synopsis() {
    return "MACHINE";
  }
}
