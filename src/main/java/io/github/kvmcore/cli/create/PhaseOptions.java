package io.github.kvmcore.cli.create;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.options.OptionGroup;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.spec.text.Suggestion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Options of {@code create} that leave steps out. The words are those of Ansible's tags. */
@Parameters(separators = "=")
final class PhaseOptions {
  @Parameter(
      names = {"--skip", "--skip-tags"},
      order = 42,
      category = OptionGroup.RUN,
      description = "STEP,…: skip these steps: download, disks, init, vms")
  List<String> skip = new ArrayList<>();

  @Parameter(
      names = {"--only", "-t", "--tags"},
      order = 44,
      category = OptionGroup.RUN,
      description = "STEP,…: run only these steps")
  List<String> only = new ArrayList<>();

  /**
   * The steps that may be done.
   *
   * @throws KvmcoreException exit code USAGE, where a word is no step, or none is left
   */
  Set<Phase> steps() {
    List<String> mistakes = new ArrayList<>();
    Set<Phase> skipped = phases("--skip", skip, mistakes);
    Set<Phase> wanted = phases("--only", only, mistakes);
    if (!mistakes.isEmpty()) {
      throw KvmcoreException.usage(String.join("\n", mistakes) + "\n  next: kvmcore help create");
    }
    Set<Phase> steps = only.isEmpty() ? Phase.ofCreate() : EnumSet.copyOf(wanted);
    steps.removeAll(skipped);
    if (steps.isEmpty()) {
      throw KvmcoreException.usage(
          "--skip leaves nothing to do: the steps are "
              + words(Phase.ofCreate())
              + (only.isEmpty() ? "" : ", and --only takes " + words(wanted)));
    }
    return steps;
  }

  private static Set<Phase> phases(String option, List<String> given, List<String> mistakes) {
    Set<Phase> phases = EnumSet.noneOf(Phase.class);
    for (String word : given) {
      Optional<Phase> phase =
          Phase.ofCreate().stream().filter(it -> it.toString().equals(word.strip())).findFirst();
      phase.ifPresent(phases::add);
      if (phase.isEmpty()) {
        mistakes.add(option + ": " + mistake(word));
      }
    }
    return phases;
  }

  private static String mistake(String word) {
    List<String> all = Phase.ofCreate().stream().map(Phase::toString).toList();
    return Suggestion.quoted(word)
        + " is no step; "
        + Suggestion.nearest(word, all)
            .map(near -> "did you mean " + near + "?")
            .orElse("there are: " + String.join(", ", all));
  }

  private static String words(Set<Phase> steps) {
    return steps.stream().map(Phase::toString).collect(Collectors.joining(", "));
  }
}
