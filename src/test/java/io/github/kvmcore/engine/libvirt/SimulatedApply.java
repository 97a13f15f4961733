package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.SecretRef;
import io.github.kvmcore.plan.Step;
import java.util.HashSet;
import java.util.Set;

/** Does what a plan says to a simulated host, in the order of its steps. */
final class SimulatedApply implements Action.Visitor<RuntimeException> {
  private final SimulatedHost host;
  private String step = "";

  SimulatedApply(SimulatedHost host) {
    this.host = host;
  }

  /**
   * @param last the step after which kvmcore is killed; null: it comes to its end
   */
  void run(Plan plan, String last) {
    Set<String> done = new HashSet<>();
    for (Step step : plan.steps()) {
      assertTrue(done.containsAll(step.after()), () -> step.id() + " is after " + step.after());
      assertTrue(done.add(step.id()), () -> step.id() + " is there twice");
      step.actions().forEach(action -> act(step.id(), action));
      if (step.id().equals(last)) {
        return;
      }
    }
    assertEquals(null, last, "no such step");
  }

  /** Takes back what a plan made, as a failed run does. */
  void undo(Plan plan) {
    for (int i = plan.steps().size() - 1; i >= 0; i--) {
      Step step = plan.steps().get(i);
      step.undo().forEach(action -> act(step.id(), action));
    }
  }

  private void act(String id, Action action) {
    step = id;
    action.accept(this);
  }

  @Override
  public void run(Action.Run run) {
    CommandResult result = host.run(run.command());
    assertTrue(
        result.ok() || !run.tolerated().isEmpty(), () -> step + ": " + run.command().display());
  }

  @Override
  public void makeDirectory(Action.MakeDirectory make) {
    if (host.files.stat(make.path()).isEmpty()) {
      host.files.makeDirectory(make.path(), make.mode());
    }
  }

  @Override
  public void writeFile(Action.WriteFile write) {
    host.files.write(write.path(), write.text(), write.mode(), write.owner());
  }

  @Override
  public void writeFileWithSecrets(Action.WriteFileWithSecrets write) {
    for (SecretRef secret : write.secrets()) {
      assertTrue(host.files.stat(secret.file()).isPresent(), step + " lacks " + secret.file());
    }
    host.files.write(write.path(), write.text(), write.mode(), write.owner());
  }

  @Override
  public void move(Action.Move move) {
    host.files.move(move.from(), move.to());
  }

  @Override
  public void removeVolume(Action.RemoveVolume remove) {
    run(remove.run());
  }

  @Override
  public void delete(Action.Delete delete) {
    host.files.delete(delete.path());
  }

  @Override
  public void deleteTree(Action.DeleteTree delete) {
    host.files.deleteTree(delete.path());
  }

  @Override
  public void deleteIfEmpty(Action.DeleteIfEmpty delete) {
    if (host.files.list(delete.path()).isEmpty()) {
      host.files.delete(delete.path());
    }
  }

  @Override
  public void fetchImage(Action.FetchImage fetch) {
    host.put(fetch.request().target().toString(), "image", 0600);
  }

  @Override
  public void await(Action.Await await) {
    String state = host.libvirt.domain(await.machine().name()).state;
    boolean runs = Set.of("running", SimulatedLibvirt.STARTING).contains(state);
    assertTrue(runs, step + " waits for what is " + state);
  }

  @Override
  public void awaitOff(Action.AwaitOff off) {
    SimulatedLibvirt.Thing domain = host.libvirt.domain(off.machine().name());
    boolean ends = off.force() || domain.state.equals(SimulatedLibvirt.ENDING);
    assertTrue(ends, step + " waits for the end of what is " + domain.state);
    domain.state = "shut off";
  }
}
