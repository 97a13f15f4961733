package io.github.kvmcore.report.script;

import io.github.kvmcore.failure.ShellQuote;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.nio.file.Path;

/**
 * Prints a plan as a POSIX shell script that does what kvmcore would do, one step after the other:
 * what {@code --dry-run} shows. Functions that the steps call come first; the steps are one group,
 * which a shell reads to its end before it runs any of it, so that a script cut short does nothing
 * and no command eats the script where it is piped into a shell.
 */
public final class ShellScript {
  private final Path smokeBuilder;

  /**
   * Makes a printer.
   *
   * @param smokeBuilder the program that builds the smoke image, called with OUTPUT and WORKDIR
   */
  public ShellScript(Path smokeBuilder) {
    this.smokeBuilder = smokeBuilder;
  }

  /**
   * The script.
   *
   * @param connectUri libvirt's connection URI, for the steps that wait for a machine
   * @return text that ends with a line break
   */
  public String of(Plan plan, String connectUri) {
    ShellActions actions = new ShellActions(connectUri, smokeBuilder);
    StringBuilder steps = new StringBuilder();
    plan.steps().forEach(step -> steps.append('\n').append(text(step, actions)));
    StringBuilder script = new StringBuilder(header(plan, actions));
    if (plan.isEmpty()) {
      return script.append("\n# Nothing to do.\n").toString();
    }
    actions.parts().forEach(part -> script.append('\n').append(part.text()));
    if (!actions.programs().isEmpty()) {
      script.append("\nkvmcore_need ").append(ShellQuote.join(actions.programs())).append('\n');
    }
    return script.append("\n{\n").append(steps.substring(1)).append("} </dev/null\n").toString();
  }

  private static String header(Plan plan, ShellActions actions) {
    String about =
        """
        What kvmcore would do for cluster %s, printed by its --dry-run.
        It ends at the first step that fails; what that step began is left as it is.
        """
            .formatted(plan.cluster());
    StringBuilder text = new StringBuilder("#!/bin/sh\n").append(ShellWords.comment(about));
    if (!actions.programs().isEmpty()) {
      text.append(ShellWords.comment("It needs: " + String.join(", ", actions.programs())));
    }
    if (actions.parts().contains(ShellPart.FETCH)) {
      text.append(ShellWords.comment("and bzip2, xz or gzip where the image is packed so."));
    }
    plan.notes().forEach(note -> text.append(ShellWords.comment("Note: " + note)));
    // Texts of the plan that look like the shell's expansions are meant as they stand.
    return text.append("# shellcheck disable=SC1003,SC2016,SC2088,SC2089,SC2090\n")
        .append("set -eu\nexport LC_ALL=C\numask 077\n")
        .toString();
  }

  private static String text(Step step, ShellActions actions) {
    String title = step.machine() == null ? step.title() : step.machine() + ": " + step.title();
    StringBuilder text = new StringBuilder(ShellWords.comment(title));
    step.actions().forEach(action -> text.append(actions.text(action)));
    return step.actions().isEmpty() ? text.append(":\n").toString() : text.toString();
  }
}
