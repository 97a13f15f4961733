package io.github.kvmcore.engine.libvirt;

import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A plan as text for people to read: machines, notes, steps with what each does and undoes. */
final class PlanListing {
  private PlanListing() {}

  static String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    plan.machines().forEach(machine -> text.append(machine(machine)).append('\n'));
    plan.notes().forEach(note -> text.append("note ").append(note).append('\n'));
    plan.steps().forEach(step -> text.append(step(step)));
    return text.isEmpty() ? "nothing to do\n" : text.toString();
  }

  private static String machine(Machine machine) {
    return "machine %s %s %s %d KiB %d CPU disk %s (%s) drive %s"
        .formatted(
            machine.name(),
            machine.mac(),
            machine.address(),
            machine.memoryKiB(),
            machine.vcpus(),
            machine.disk().path(),
            machine.diskBytes(),
            machine.drive());
  }

  private static String step(Step step) {
    StringBuilder text = new StringBuilder("\n");
    text.append(step.id()).append(" (").append(step.title()).append(')');
    if (!step.after().isEmpty()) {
      text.append(" after ").append(String.join(" ", step.after()));
    }
    text.append('\n');
    step.actions().forEach(action -> text.append("  ").append(action(action)).append('\n'));
    step.undo().forEach(action -> text.append("  undo: ").append(action(action)).append('\n'));
    return text.toString();
  }

  /** What cloud-config says of etcd, which is the plan's to decide. */
  private static String etcd(String text) {
    return text.lines()
        .filter(line -> line.matches(".*(DISCOVERY|INITIAL_CLUSTER|^ +(peers|discovery):).*"))
        .map(line -> "\n    " + line.strip())
        .collect(Collectors.joining());
  }

  /** What a claim, or the configuration of k3s, says of a machine's part in a cluster of k3s. */
  private static String k3s(String text) {
    Matcher role = Pattern.compile("\\brole='([^']+)'").matcher(text);
    Matcher config = Pattern.compile("\"data:,(token-file[^\"]*)\"").matcher(text);
    String lines =
        config.find()
            ? URLDecoder.decode(config.group(1), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.matches("(server|cluster-init|node-ip):.*"))
                .map(line -> "\n    " + line)
                .collect(Collectors.joining())
            : "";
    return (role.find() ? " role " + role.group(1) : "") + lines;
  }

  /** What a claim says of the end of a machine's time. */
  private static String end(String text) {
    Matcher end = Pattern.compile("<kvmcore-lifetime:.* expires='([^']+)'").matcher(text);
    return end.find() ? " until " + end.group(1) : "";
  }

  private static String action(Action action) {
    if (action instanceof Action.Run run) {
      String tolerated =
          run.tolerated().stream().map(said -> " [or: " + said + "]").collect(Collectors.joining());
      return run.command().display() + tolerated;
    } else if (action instanceof Action.MakeDirectory make) {
      return "folder %s %04o".formatted(make.path(), make.mode());
    } else if (action instanceof Action.WriteFile write) {
      String owner = write.owner() == null ? "" : " for " + write.owner();
      return "write %s %04o%s%s"
          .formatted(
              write.path(),
              write.mode(),
              owner,
              etcd(write.text()) + k3s(write.text()) + end(write.text()));
    } else if (action instanceof Action.WriteFileWithSecrets write) {
      String owner = write.owner() == null ? "" : " for " + write.owner();
      String secrets =
          write.secrets().stream()
              .filter(secret -> write.text().contains(secret.placeholder()))
              .map(secret -> " with " + secret.file())
              .collect(Collectors.joining());
      return "write %s %04o%s%s%s"
          .formatted(
              write.path(), write.mode(), owner, secrets, etcd(write.text()) + k3s(write.text()));
    } else if (action instanceof Action.Move move) {
      return "move " + move.from() + " to " + move.to();
    } else if (action instanceof Action.RemoveVolume remove) {
      return action(remove.run());
    } else if (action instanceof Action.Delete delete) {
      return "delete " + delete.path();
    } else if (action instanceof Action.DeleteTree delete) {
      return "delete all of " + delete.path();
    } else if (action instanceof Action.DeleteIfEmpty delete) {
      return "delete " + delete.path() + " if empty";
    } else if (action instanceof Action.FetchImage fetch) {
      return "fetch " + fetch.request().source() + " as " + fetch.request().target();
    } else if (action instanceof Action.Await await) {
      return "await " + await.machine().name() + " " + await.level() + " " + await.limit();
    } else if (action instanceof Action.AwaitOff off) {
      String force = off.force() ? " by force" : "";
      return "await " + off.machine().name() + " off " + off.limit() + force;
    }
    throw new AssertionError(action);
  }
}
