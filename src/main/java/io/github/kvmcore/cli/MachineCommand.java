package io.github.kvmcore.cli;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.List;

/** A command that is about one machine, which has to be named. */
abstract class MachineCommand extends Subcommand {
  @Parameter(description = "MACHINE")
  List<String> names = new ArrayList<>();

  @Override
  List<String> words() {
    return names;
  }

  @Override
  String synopsis() {
    return "MACHINE";
  }
}
